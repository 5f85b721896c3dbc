#pragma once

#include "protocol/links/host_link.hpp"
#include "server/intake/machine_intake.hpp"

namespace husky::host {

/// Reads what a machine reports on a link of machine functions, and hands it to the machine's intake.
class husky_reports final : public protocol::report_receiver {
  public:
    /// Sink and dialect must outlive it.
    husky_reports(report_sink& to, std::unique_ptr<machine> m, const protocol::dialect& d)
        : intake_(to, std::move(m)), dialect_(&d) {}

    [[nodiscard]] const machine& served() const { return intake_.served(); }
    [[nodiscard]] bool has_reported() const { return served().ledger.epoch() > 0; }
    /// As machine_intake::give_back.
    std::unique_ptr<machine> give_back() { return intake_.give_back(); }
    void write_gap_changes() { intake_.write_gap_changes(); }
    void begin_anew(const forgetting& f) { intake_.begin_anew(f); }

    void cycle_received(const protocol::cycle& c) override;
    void event_received(const protocol::event& e) override;
    void interruption_received(const protocol::cycle_interruption& i) override;
    void status_received(const protocol::machine_status& s) override { intake_.status(s); }
    void languages_received(const std::vector<protocol::language>& all) override;
    void variables_listed(const std::vector<protocol::listed_variable>& page) override {
        intake_.variables(page.size());
    }
    void counter_read(std::int32_t life_counter, std::chrono::sys_seconds) override { intake_.counter(life_counter); }

  private:
    [[nodiscard]] std::string machine_time(const std::string& date, const std::string& time) const;

    machine_intake intake_;
    const protocol::dialect* dialect_;
};

}  // namespace husky::host
