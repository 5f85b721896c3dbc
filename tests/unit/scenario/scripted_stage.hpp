#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "protocol/by_name/frame_builder.hpp"
#include "protocol/wire/codec.hpp"
#include "scenario/engine.hpp"
#include "scenario/outline.hpp"
#include "tests/unit/scenario/texts.hpp"

namespace husky::scenario {

/// A stage on which nothing happens but what the test says: it notes what it was told to do.
class scripted_stage final : public stage {
  public:
    std::optional<std::string> perform(const actor_name& who, const action& what) override {
        done.push_back(who + " " + outline_of(what));
        return refuses.empty() ? std::nullopt : std::optional(refuses);
    }
    void probe(std::uint64_t ticket, const demand&) override { asked.push_back(ticket); }
    boost::json::value value_of(const actor_name& machine, std::string_view name) override {
        const auto at = values.find(machine + "." + std::string(name));
        return at == values.end() ? boost::json::value(nullptr) : at->second;
    }

    std::vector<std::string> done;
    std::vector<std::uint64_t> asked;
    std::map<std::string, boost::json::value> values;
    std::string refuses;
};

/// A scenario, its engine and its stage under virtual time.
class play {
  public:
    explicit play(const std::string& rest, engine_part part = {})
        : loaded_(loaded(rest)),
          layouts_(loaded_.wire_dialect),
          engine_(loaded_.plan, loaded_.wire_dialect, on, std::move(part)) {}

    /// Begins at a time that is not 0, as of any clock.
    void begin() { engine_.begin(now_); }
    /// Goes on to that time since the begin; the engine is called whenever it asked to be.
    void at(duration since_begin) {
        const auto to = start + since_begin;
        while (!engine_.over() && engine_.deadline() <= to) {
            now_ = std::max(now_, engine_.deadline());
            engine_.due(now_);
        }
        now_ = to;
    }
    /// Time passes, and the engine is not called yet: its thread was busy.
    void passes_unnoticed(duration since_begin) { now_ = start + since_begin; }
    void to_the_end() { at(std::chrono::hours(24 * 365)); }

    void sees(const std::string& actor, direction way, const std::string& message, const std::string& fields = "{}",
              role played = role::machine) {
        std::vector<std::byte> bytes;
        const auto index = protocol::message_layouts::find(message).value();
        const auto problem = protocol::build_frame(layouts_, index, boost::json::parse(fields).as_object(), {}, bytes);
        if (problem) throw std::runtime_error(problem->field + problem->text);
        const auto word = loaded_.wire_dialect.code(index);
        const protocol::frame f{word, std::span<const std::byte>(bytes).subspan(4), bytes};
        engine_.saw({actor, played, way, f, index}, now_);
        follow();
    }
    void hears(const std::string& actor, const std::string& message, const std::string& fields = "{}") {
        sees(actor, direction::received, message, fields);
    }
    /// A whole frame, right or wrong.
    void hears_raw(const std::string& actor, std::span<const std::byte> bytes) {
        const auto word = protocol::wire_reader(bytes.subspan(2), loaded_.wire_dialect).take<std::uint16_t>();
        const protocol::frame f{word, bytes.subspan(protocol::header_size), bytes};
        engine_.saw({actor, role::machine, direction::received, f, loaded_.wire_dialect.find(word)}, now_);
        follow();
    }
    void link(const std::string& actor, link_state to, std::string_view why = "") {
        engine_.link_changed(actor, to, why, now_);
        follow();
    }
    void answers(std::uint64_t ticket, boost::json::value with, std::string_view problem = "") {
        engine_.probed(ticket, with, problem, now_);
        follow();
    }
    engine& by() { return engine_; }
    [[nodiscard]] instant now() const { return now_; }
    void follow() {
        while (!engine_.over() && engine_.deadline() <= now_)
            engine_.due(now_);
    }

    /// "PASS", "FAIL refused: none came": the outcome, and the first finding that is not met, or why it is so.
    std::string outcome() {
        const auto v = engine_.result();
        std::string out(name(v.result));
        for (const auto& f : v.findings)
            if (v.result == scenario::outcome::failed && f.judged && !f.met && f.weight == severity::failure)
                return out + " " + f.name + ": " + f.came;
        return v.reason.empty() ? out : out + " " + v.reason;
    }

    scripted_stage on;

  private:
    static constexpr instant start{std::chrono::hours(1000)};

    loaded_plan loaded_;
    protocol::message_layouts layouts_;
    engine engine_;
    instant now_ = start;
};

}  // namespace husky::scenario
