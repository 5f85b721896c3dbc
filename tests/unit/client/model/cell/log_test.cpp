#include <set>

#include "protocol/wire/text.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

/// Keeps what the log of a machine says, and whether each interruption that begins ends.
class log_reader final : public happenings {
  public:
    void cycle_ended(protocol::tandem_side) override {}
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        languages_fit = languages_fit && texts.size() == 4;
        types.insert(texts[0].type);
        for (const auto& t : texts) {
            texts_fit = texts_fit && t.type.size() <= 8 && !t.content.empty() && in_latin_1(t.content) <= 255;
            codes.insert(t.language_code);
        }
        ++events;
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text> texts) override {
        texts_fit = texts_fit && texts.size() == 4;
        if (state == protocol::interruption_state::begins) {
            paired = paired && open.insert(id).second;
            seen.insert(id);
        } else {
            paired = paired && open.erase(id) == 1;
        }
    }
    void status_changed(protocol::tandem_side) override {}

    std::set<std::string> types, codes;
    std::set<std::uint16_t> open, seen;
    bool texts_fit = true, languages_fit = true, paired = true;
    long events = 0;

  private:
    /// Characters on the wire; far too many if Latin-1 lacks one.
    static std::size_t in_latin_1(const std::string& utf8) {
        std::vector<std::byte> field(512);
        protocol::encode_text(utf8, field, '\0');
        std::string back;
        protocol::decode_text(field, back);
        if (back != utf8) return field.size();
        std::size_t n = 0;
        while (field[n] != std::byte{})
            ++n;
        return n;
    }
};

}  // namespace

TEST_CASE("a machine's year fills its log with all that it knows", "[cell][life]") {
    std::set<std::string> types;
    std::set<std::uint16_t> seen;
    for (const auto* name : {"pet", "cap", "thinwall", "tech"}) {
        CAPTURE(name);
        cell c(shipped(name), {.serial = "HY-0001"}, 4);
        log_reader log;
        while (c.now() < std::chrono::hours(name == std::string("tech") ? 24 * 365 : 24 * 60))
            c.advance(log);
        CHECK(log.texts_fit);
        CHECK(log.languages_fit);
        CHECK(log.paired);
        CHECK(log.open.size() <= 2);
        CHECK(log.codes == std::set<std::string>{"E", "D", "F", "S"});
        // 20 to 150 entries a shift are normal, storms apart.
        CHECK(static_cast<double>(log.events) / (to_seconds(c.now()) / 3600 / 8) > 10);
        CHECK(static_cast<double>(log.events) / (to_seconds(c.now()) / 3600 / 8) < 150);
        types.insert(log.types.begin(), log.types.end());
        seen.insert(log.seen.begin(), log.seen.end());
    }
    for (const auto* type :
         {"E201", "E202", "E203", "E204", "E205", "E206", "E210", "E211", "E214", "E215", "AL117", "EV151"}) {
        CAPTURE(type);
        CHECK(types.contains(type));
    }
    CHECK(seen.size() > 30);
}

TEST_CASE("interruptions need what a machine has", "[cell][life]") {
    for (const auto& kind : interruption_kinds()) {
        CAPTURE(kind.id);
        const bool possible = (kind.needs & shipped("tech").has) == kind.needs;
        const double mtbf = shipped("tech").failures[interruption_index(kind.id)].mtbf_hours;
        CHECK(mtbf == (possible ? kind.mtbf_hours * shipped("tech").mtbf_scale : 0));
        CHECK(kind.mttr_minutes >= 0);
    }
}
