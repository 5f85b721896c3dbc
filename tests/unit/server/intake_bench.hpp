#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "server/intake/machine_intake.hpp"

namespace husky::host {

/// What an intake made of a cycle.
enum class taken : std::uint8_t { fresh, late, repeated, new_epoch };

/// The intake of machine 7, HY-0007, with a store that takes everything and nobody who listens.
class intake_bench final : public report_sink {
  public:
    explicit intake_bench(bool stores = true) {
        if (stores) reports = &batch_;
        intake.emplace(*this, introduced());
    }

    taken take(std::int32_t life_counter, std::int32_t end_time) {
        const auto repeats = duplicates();
        const auto late = counted.cycles[cycle_result::late].value();
        const auto epochs = counted.epochs_begun.value();
        std::vector<protocol::variable_value> values(2);
        values[0] = {protocol::variable::life_cycle_counter, life_counter};
        values[1] = {protocol::variable::cycle_end_time, end_time};
        intake->cycle({0, life_counter, std::chrono::sys_seconds(std::chrono::seconds(end_time)), values});
        if (duplicates() != repeats) return taken::repeated;
        if (counted.cycles[cycle_result::late].value() != late) return taken::late;
        return counted.epochs_begun.value() == epochs ? taken::fresh : taken::new_epoch;
    }
    void store_fails() {
        reports = nullptr;
        loses = true;
    }
    void store_recovers() {
        reports = &batch_;
        loses = false;
    }
    void announce(std::int32_t life_counter) { intake->counter(life_counter); }

    [[nodiscard]] const machine& record() const { return intake->served(); }
    [[nodiscard]] std::uint64_t cycles() const { return record().cycles; }
    [[nodiscard]] std::uint64_t duplicates() const { return record().duplicates; }
    [[nodiscard]] std::uint64_t gaps() const { return record().gaps; }
    [[nodiscard]] std::uint64_t missing() const { return record().ledger.gaps().missing(); }
    [[nodiscard]] std::size_t remembered() const { return record().ledger.gaps().size(); }
    [[nodiscard]] std::int32_t epoch() const { return record().ledger.epoch(); }

    /// The records that were written since the last call, and what was noticed, in words.
    std::vector<std::string> written() {
        for (const auto& r : batch_.records)
            std::visit([this](const auto& each) { words_.push_back(word_of(each)); }, r);
        batch_.clear();
        return std::exchange(words_, {});
    }

    void changed(const machine&) override { ++changes; }
    void bad_input(const machine& m, protocol::bad_input kind) override {
        words_.push_back(fmt::format("{} of {}", name(kind), m.serial));
    }
    void counts_anew(const machine& m, std::int32_t before, std::int32_t life_counter) override {
        words_.push_back(fmt::format("{} counts anew: {} after {}", m.serial, life_counter, before));
    }

    std::size_t changes = 0;
    std::optional<machine_intake> intake;

  private:
    static std::unique_ptr<machine> introduced() {
        auto m = std::make_unique<machine>();
        m->id = 7;
        m->serial = "HY-0007";
        return m;
    }
    std::string word_of(const machine_record& r) { return fmt::format("machine {}", batch_.view(r.serial)); }
    std::string word_of(const cycle_record& r) {
        return fmt::format("cycle {} of {}: {}", r.life_counter, r.epoch, batch_.view(r.values));
    }
    std::string word_of(const gap_record& r) {
        return fmt::format("gap {}: {} to {}", r.gap, r.first_missing, r.last_missing);
    }
    std::string word_of(const gap_closed_record& r) { return fmt::format("gap {} closed", r.gap); }
    std::string word_of(const event_record& r) {
        return fmt::format("event at {}: {}", batch_.view(r.machine_time), batch_.view(r.texts));
    }
    std::string word_of(const interruption_record& r) {
        return fmt::format("interruption {} {} at {}: {}", r.interruption, r.state, batch_.view(r.machine_time),
                           batch_.view(r.texts));
    }
    std::string word_of(const job_record& r) {
        return fmt::format("job {} '{}' with mould '{}' on side {}", r.origin, batch_.view(r.job), batch_.view(r.mould),
                           r.side);
    }
    std::string word_of(const stop_record& r) {
        return fmt::format("machine {} stood for {} s on side {}, kind {}", r.machine, r.lost.count() / 1000, r.side,
                           static_cast<int>(r.kind));
    }
    template <class Other>
    std::string word_of(const Other&) {
        return "a record that no report becomes";
    }

    batch batch_;
    std::vector<std::string> words_;
};

}  // namespace husky::host
