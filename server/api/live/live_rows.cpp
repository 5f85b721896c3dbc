#include "server/api/live/live_rows.hpp"

#include "server/api/documents/rows.hpp"

namespace husky::host {

namespace {

using row_teller = std::function<void(const std::string& serial, live_list to, shared_text row)>;

class row_reader {
  public:
    row_reader(const batch& of, const row_teller& tell) : of_(of), tell_(tell) {}

    void operator()(const machine_record& r) { serial_ = of_.view(r.serial); }
    void operator()(const cycle_record& r) {
        tell(live_list::cycles, stored_cycle{0, r.side, r.epoch, r.life_counter, r.machine_time, r.receive_time,
                                             std::string(of_.view(r.values))});
    }
    void operator()(const event_record& r) {
        tell(live_list::events,
             stored_event{0, std::string(of_.view(r.machine_time)), r.receive_time, std::string(of_.view(r.texts))});
    }
    void operator()(const interruption_record& r) {
        tell(live_list::interruptions,
             stored_interruption{0, r.interruption, r.state, r.side, std::string(of_.view(r.machine_time)),
                                 r.receive_time, std::string(of_.view(r.texts))});
    }
    /// Of what is stored beside reports, nothing is watched.
    template <class Other>
    void operator()(const Other&) {}

  private:
    template <class Row>
    void tell(live_list to, const Row& row) {
        std::string json;
        append_json(json, fields_of(serial_, row));
        tell_(serial_, to, std::make_shared<const std::string>(std::move(json)));
    }

    const batch& of_;
    const row_teller& tell_;
    std::string serial_;
};

}  // namespace

void each_row(const batch& reports, const row_teller& tell) {
    row_reader reader(reports, tell);
    for (const auto& each : reports.records)
        std::visit(reader, each);
}

}  // namespace husky::host
