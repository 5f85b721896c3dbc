#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "server/api/live/live_plant.hpp"
#include "server/api/live/live_request.hpp"

namespace husky::host {

/// The lists of reports in a delta.
enum class live_list : std::uint8_t { cycles, events, interruptions, frames };

constexpr std::array<std::string_view, 4> live_list_names{"cycles", "events", "interruptions", "frames"};

/// What waits for one client, and what it has been told. Of each machine the newest state waits, however often that
/// changes; reports wait one after the other, up to a bound: past it all of them are lost, and the client begins again
/// with a snapshot. Pure, without a clock: ticks count.
class live_queue {
  public:
    /// Bytes after which a message takes no further machine: the next message has them.
    static constexpr std::size_t max_message = std::size_t{4} << 20;
    /// Bytes of reports that wait.
    static constexpr std::size_t max_waiting = std::size_t{2} << 20;
    /// Ticks from a snapshot that is not the first to the next one.
    static constexpr int ticks_between_snapshots = 10;

    explicit live_queue(live_request asked) : asked_(std::move(asked)) {}
    [[nodiscard]] const live_request& asked() const { return asked_; }

    /// Of machines and topics that the client wants; a state is always told.
    void machine(const std::string& serial, shared_text document);
    void report(live_list to, shared_text row);
    /// Reports that the client wants may be among those that nobody kept.
    void lose(std::uint64_t reports);
    void host(shared_text totals) { host_ = std::move(totals); }
    /// The next message is a snapshot.
    void begin_again() { begins_ = true; }
    /// A tick is over: all of it was handed in, and at the first one the whole plant.
    void ticked();

    [[nodiscard]] bool has_news() const;
    /// Whether the next message is a snapshot that is not the first.
    [[nodiscard]] bool resynchronises() const { return begins_ && number_ > 0; }
    /// The next message; only if there are news. `time` is that of the newest tick.
    std::string next(const live_plant& plant, std::string_view time);

  private:
    void lose_waiting();
    void take_all(const live_plant& plant);
    void append_machines(std::string& out);
    void append_reports(std::string& out);

    live_request asked_;
    std::uint64_t number_ = 0;  ///< of the newest message
    bool begins_ = true;
    bool ready_ = false;  ///< a tick was handed in
    int rest_ = 0;        ///< ticks before a snapshot may come
    std::uint64_t lost_ = 0;
    std::map<std::string, shared_text> machines_;  ///< by serial
    std::array<std::vector<shared_text>, live_list_names.size()> reports_;
    std::size_t waiting_ = 0;  ///< bytes of reports
    shared_text host_, told_host_;
};

}  // namespace husky::host
