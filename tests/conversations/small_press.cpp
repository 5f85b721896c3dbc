#include "tests/conversations/small_press.hpp"

namespace husky::conversations {

using namespace protocol;

namespace {

constexpr std::int32_t first_end_time = 0x6955B900;  // 2026-01-01 00:00:00 GMT

}  // namespace

void small_press::count() {
    const auto n = static_cast<std::int32_t>(counted.size()) + 1;
    counted.push_back({n, std::chrono::sys_seconds(std::chrono::seconds(first_end_time + n))});
    ++job_cycles;
}

void small_press::read(tandem_side, variable_id id, value& out) const {
    out = value{};
    if (id == 2) out = job_cycles;
    if (id > 100) out = static_cast<float>(id) / 2;
    if (counted.empty()) return;
    if (id == variable::life_cycle_counter) out = counted.back().life_counter;
    if (id == variable::cycle_end_time)
        out = static_cast<std::int32_t>(counted.back().end_time.time_since_epoch().count());
}

machine_status small_press::status(tandem_side side) const {
    machine_status s;
    s.side = side;
    s.mode = mode;
    s.job = "A-4711";
    return s;
}

result_code small_press::start(tandem_side) {
    job_cycles = 0;
    setups.erase(1);
    return result_code::ok;
}

void small_press::spc(const spc_read& asked, spc_read_response& out) const {
    const auto at = limits.find(asked.id);
    if (at == limits.end()) return;
    out.ucl = at->second.ucl;
    out.lcl = at->second.lcl;
}

result_code small_press::set_spc(const spc_write& to) {
    limits[to.id] = to;
    return result_code::ok;
}

/// The link cannot be lost from within itself: whoever loses it does so a moment later.
bool small_press::may(operation what) {
    const auto fails = operations_->next({what});
    if (fails == failure::cut_after) lose_link_();
    return fails != failure::refused;
}

result_code small_press::setup(std::uint16_t number, std::string& out) {
    const auto at = setups.find(number);
    if (at == setups.end()) return result_code::not_available;
    if (!may(operation::give_setup)) return result_code::busy;
    out = at->second;
    return result_code::ok;
}

result_code small_press::apply_setup(std::uint16_t number, std::span<const std::byte> whole) {
    const std::string text(reinterpret_cast<const char*>(whole.data()), whole.size());
    if (!may(operation::apply_setup)) {
        if (applies_what_it_refuses) setups[number] = text.substr(0, text.size() / 2);
        return result_code::refused;
    }
    setups[number] = text;
    return result_code::ok;
}

}  // namespace husky::conversations
