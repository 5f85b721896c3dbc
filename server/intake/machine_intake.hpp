#pragma once

#include <memory>
#include <vector>

#include "server/intake/report_sink.hpp"
#include "server/intake/reports.hpp"

namespace husky::host {

/// What one machine's reports mean: decides which cycles are new, keeps the machine's record, and writes the records of
/// the store in the order in which they must be stored. Has the machine while a link serves it; knows no protocol, link
/// or clock. A cycle costs no allocation but for the growth of the batch, and where it ends a stop.
class machine_intake {
  public:
    /// The sink must outlive it.
    machine_intake(report_sink& to, std::unique_ptr<machine> m);

    void cycle(const reported_cycle& c);
    void event(const reported_event& e);
    void interruption(const reported_interruption& i);
    void status(const protocol::machine_status& s);
    /// The machine's languages, by their codes. Its variables are counted anew.
    void languages(std::vector<std::string> codes);
    /// Adds to the number of its known variables.
    void variables(std::size_t more);
    /// The machine has counted so far. What lies between this and its highest cycle was lost, or is still on its way:
    /// nothing that follows would tell if the machine stands still.
    void counter(std::int32_t life_counter);

    /// Writes which cycles are missing, as far as it is not written yet; else the next cycle does.
    void write_gap_changes();

    /// If the machine is meant: forgets it, with what is on its way to the store already dropped by the caller.
    void begin_anew(const forgetting& f);

    [[nodiscard]] const machine& served() const { return *machine_; }
    /// Writes what is left to be written and gives the machine up: the last thing to be done with it.
    std::unique_ptr<machine> give_back();

  private:
    batch* reports();
    batch* watched_reports(topic of);
    void keep_cycle(const verdict& v, const reported_cycle& c);
    produced measure(const verdict& v, const reported_cycle& c);
    void write_job(protocol::tandem_side side);
    void count_unstored_report();
    void check_texts(std::span<const reported_text> texts);
    void check_text(std::string_view text);
    void changed();
    void tell();

    report_sink* sink_;
    std::unique_ptr<machine> machine_;
    bool introduced_ = false;  ///< the batch has the machine's record
};

}  // namespace husky::host
