#pragma once

#include <fmt/format.h>

#include "protocol/links/host_link.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/support/said.hpp"
#include "tests/support/wire_notation.hpp"

namespace husky::protocol {

/// 2026-01-01 00:00:00 GMT
constexpr std::chrono::sys_seconds new_year{std::chrono::seconds{0x6955B900}};

/// A host_link on a bench: a test plays the machine and the host above, and moves the time.
class host_bench : private host_link_owner, private report_receiver, private answer_receiver {
  public:
    explicit host_bench(host_link_settings s = {}, const dialect& d = default_dialect())
        : settings_(std::move(s)), dialect_(&d), reader_(d), link(settings_, d, *this, now) {}

    /// The machine sends these bytes.
    void hears(std::string_view notation) { hears(std::span<const std::byte>(wire(notation))); }
    template <described_message Message>
    void hears(const Message& m) {
        std::vector<std::byte> bytes;
        encode(m, *dialect_, bytes);
        hears(std::span<const std::byte>(bytes));
    }
    void hears(std::span<const std::byte> bytes);

    /// Time passes; deadlines are kept as they come.
    void waits(duration span);

    /// init, and every question that the polling plan asks, answered with "not available".
    void links_up(std::string serial = "HY-0001");

    /// The same for a display link.
    void display_links_up(std::string serial = "HY-0001");

    /// What the host sent since the last call.
    words says() { return said(sends(), *dialect_); }
    std::vector<std::byte> sends() {
        auto bytes = exact(link.outbox().data());
        link.outbox().clear();
        return bytes;
    }
    /// What was handed up, wrong input included, since the last call.
    words learns() { return std::exchange(learnt_, {}); }

    /// Answer to init_asked; none: the bench does not answer by itself.
    std::optional<init_result> admission = init_result::ok;
    /// Whether the machine has reported before, so that its counter is asked for.
    bool knows_machine = false;
    /// Whether drawings fit.
    bool fits = true;
    /// The newest answer to a question from above.
    machine_answer answer;

  private:
    void init_asked(std::string_view serial, link_kind kind) override;
    report_receiver& reports() override { return *this; }
    answer_receiver& answers() override { return *this; }
    bool screen_received(const screen& s) override {
        note(fmt::format("drawing of {}", s.commands.size()));
        return fits;
    }
    void menu_received(const menu& m) override { note(fmt::format("menu of {}", m.keys.size())); }
    void cycle_received(const cycle& c) override { note(fmt::format("cycle of {} values", c.values.size())); }
    void event_received(const event& e) override { note("event " + (e.texts.empty() ? "" : e.texts[0].content)); }
    void interruption_received(const cycle_interruption& i) override { note(fmt::format("interruption {}", i.id)); }
    void status_received(const machine_status& s) override { note(fmt::format("mode {}", name(s.mode))); }
    void languages_received(const std::vector<language>& l) override { note(fmt::format("{} languages", l.size())); }
    void variables_listed(const std::vector<listed_variable>& v) override { note(fmt::format("{} listed", v.size())); }
    void plan_finished() override { note("plan finished"); }
    void counter_read(std::int32_t counter, std::chrono::sys_seconds) override { note(fmt::format("at {}", counter)); }
    void probe_answered(bool alive) override { note(alive ? "alive" : "dead"); }
    void answered(std::uint64_t ticket, machine_answer a) override {
        note(fmt::format("answer {} to {}", name(std::visit([](const auto& r) { return r.result; }, a)), ticket));
        answer = std::move(a);
    }
    void not_answered(std::uint64_t ticket, error_code why) override {
        note(fmt::format("no answer to {}: {}", ticket, name(why)));
    }
    identify_response identity() override { return {result_code::ok, 0x0202, link_role::host, "husky-host", "1", 3}; }
    void received_bad_input(bad_input kind, std::uint16_t command) override {
        note(fmt::format("{} 0x{:04X}", name(kind), command));
    }
    void note(std::string what) { learnt_.push_back(std::move(what)); }

    host_link_settings settings_;
    const dialect* dialect_;
    frame_reader reader_;
    words learnt_;

  public:
    instant now{std::chrono::hours(1)};
    host_link link;
};

}  // namespace husky::protocol
