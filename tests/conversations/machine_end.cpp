#include "tests/conversations/machine_end.hpp"

namespace husky::conversations {

using namespace protocol;

namespace {

const std::chrono::sys_seconds new_year{std::chrono::seconds(0x6955B900)};

machine_link_settings small_buffer() {
    machine_link_settings s;
    s.buffer_messages = 8;
    return s;
}

}  // namespace

machine_end::machine_end(surroundings& in, listener& host, bool host_dials, const machine_directory& directory,
                         std::uint64_t seed)
    : in_(&in),
      settings_(small_buffer()),
      press_(in.counted,
             [this] {
                 in_->time.at(in_->time.now(), [this] {
                     if (line_.serving()) line_.present().cut();
                 });
             }),
      link_(settings_, default_dialect(), "HY-0001", directory, press_, *this, seed),
      display_(settings_, default_dialect(), "HY-0001", screen_, *this, seed + 1),
      line_(in, link_, host, !host_dials),
      display_line_(in, display_, host, true) {}

void machine_end::start() { line_.start(); }

void machine_end::stop() {
    line_.stop();
    display_line_.stop();
}

bool machine_end::take_call(wire_end& caller, const std::function<void(wire::number)>& connected) {
    return line_.take_call([&](wire_end& self, const std::function<void(wire::number)>& joined) {
        return in_->net.connect(self, caller, [&](wire::number at) {
            connected(at);
            joined(at);
        });
    });
}

/// The display link is dialled once the machine was initialised.
void machine_end::message_received(message_index message) {
    if (message != index_of<init_response>) return;
    display_.allow(in_->time.now());
    display_line_.plan();
}

void machine_end::counts_cycle() {
    press_.count();
    link_.cycle_ended(0);
    line_.wake();
}

void machine_end::records_event() {
    const std::vector<event_text> texts{{"E", "EV", "door opened"}};
    link_.event_recorded(new_year, texts);
    line_.wake();
}

void machine_end::is_interrupted() {
    const std::vector<interruption_text> texts{{"E", "mould protection"}};
    link_.interruption(113, interruption_state::begins, 0, new_year, texts);
    line_.wake();
}

void machine_end::changes_mode() {
    press_.mode = press_.mode == machine_mode::automatic ? machine_mode::idle : machine_mode::automatic;
    link_.status_changed(0);
    line_.wake();
}

}  // namespace husky::conversations
