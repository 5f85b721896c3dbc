#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "client/model/cell/cell.hpp"
#include "client/model/family/family_file.hpp"

namespace husky::cells::test {

inline std::string family_path(const std::string& name) {
    return std::string(HUSKY_SOURCE_DIR) + "/configs/families/" + name + ".yaml";
}

inline bool mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A shipped family, loaded once a program.
inline const family& shipped(const std::string& name) {
    static const family pet = load_family(family_path("pet")), cap = load_family(family_path("cap")),
                        thinwall = load_family(family_path("thinwall")), tech = load_family(family_path("tech"));
    return name == "pet" ? pet : name == "cap" ? cap : name == "thinwall" ? thinwall : tech;
}

/// Writes down what happens in a cell, one line each.
class recorder final : public happenings {
  public:
    explicit recorder(const cell& of) : cell_(of) {}

    void cycle_ended(protocol::tandem_side side) override {
        ++cycles;
        if (!keep_lines) return;
        std::string line = fmt::format("{} cycle {}", cell_.now().count(), side);
        protocol::value v;
        for (const auto& known : cell_.directory().variables) {
            cell_.read(side, known.id, v);
            line += ' ';
            protocol_text(line, v);
        }
        lines.push_back(std::move(line));
    }
    void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) override {
        ++events;
        if (keep_lines)
            lines.push_back(
                fmt::format("{} event {} {}", at.time_since_epoch().count(), texts[0].type, texts[0].content));
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) override {
        ++interruptions;
        if (keep_lines)
            lines.push_back(fmt::format("{} interruption {} {} {}", at.time_since_epoch().count(), id,
                                        static_cast<int>(state), texts[0].content));
    }
    void status_changed(protocol::tandem_side side) override {
        ++changes;
        if (keep_lines)
            lines.push_back(fmt::format("status {} mode {}", side, static_cast<int>(cell_.status(side).mode)));
    }

    bool keep_lines = true;
    long cycles = 0, events = 0, interruptions = 0, changes = 0;
    std::vector<std::string> lines;

  private:
    static void protocol_text(std::string& out, const protocol::value& v) {
        if (const auto* f = std::get_if<float>(&v))
            out += fmt::format("{}", *f);
        else if (const auto* i = std::get_if<std::int32_t>(&v))
            out += fmt::format("{}", *i);
        else if (const auto* t = std::get_if<std::string>(&v))
            out += *t;
        else
            out += '-';
    }

    const cell& cell_;
};

inline std::int32_t number(const cell& c, protocol::variable_id id, protocol::tandem_side side = 0) {
    protocol::value v;
    c.read(side, id, v);
    return std::get<std::int32_t>(v);
}

}  // namespace husky::cells::test
