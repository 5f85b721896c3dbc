// Any recording, any rules, and whatever comes back: reading, playing, comparing and reporting stay within bounds.
#include <cstdio>

#include "settings/error.hpp"
#include "tests/fuzz/script.hpp"
#include "tools/link/replay/report.hpp"
#include "tools/link/replay/scenario_writer.hpp"

using namespace husky;

namespace {

const tools::frame_judge& judge() {
    static const tools::frame_judge one(protocol::default_dialect());
    return one;
}

tools::match_rules rules_in(std::span<const std::byte> yaml) {
    try {
        return tools::parse_rules({reinterpret_cast<const char*>(yaml.data()), yaml.size()}, "fuzz");
    } catch (const settings::error&) {
        return tools::match_rules::defaults();
    }
}

std::optional<tools::recording> recording_in(std::span<const std::byte> content) {
    if (content.empty()) return std::nullopt;
    std::vector<std::byte> copy(content.begin(), content.end());
    tools::open_file file(fmemopen(copy.data(), copy.size(), "rb"));
    try {
        return tools::read_recording(std::move(file), "fuzz", protocol::default_dialect());
    } catch (const settings::error&) {
        return std::nullopt;
    }
}

void play(const tools::recording& from, protocol::sender as, const tools::match_rules& rules,
          std::span<const std::byte> comes) {
    tools::replay_outcome outcome;
    for (std::size_t i = 0; i < from.connections.size() && i < 4; ++i) {
        tools::played_connection one(from, i, as, rules, judge());
        protocol::frame_reader reader(protocol::default_dialect());
        reader.push(comes);
        for (auto f = reader.next(); f || one.whose_turn() == tools::played_connection::turn::ours;) {
            while (one.whose_turn() == tools::played_connection::turn::ours)
                one.performed();
            if (f) {
                static_cast<void>(one.may_begin_with(*f));
                one.received(*f);
                f = reader.next();
            }
        }
        one.link_ended();
        if (!one.diverged()) continue;
        outcome.type = tools::replay_outcome::kind::diverged;
        outcome.first = one.diverged();
        text_of(outcome, from, judge());
        json_of(outcome, from, judge());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const auto as = script.take_byte() % 2 == 0 ? protocol::sender::machine : protocol::sender::host;
    const auto rules = rules_in(script.take(script.take_byte()));
    const auto comes = script.take(script.take_u16());
    const auto from = recording_in(script.take_rest());
    if (!from) return 0;
    play(*from, as, rules, comes);
    tools::scenario_of(*from, as == protocol::sender::machine, "fuzz", rules, judge());
    return 0;
}
