#include "tools/link/replay/scenario_writer.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "protocol/by_name/message_json.hpp"
#include "protocol/by_name/message_layouts.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/json_text.hpp"

namespace husky::tools {

namespace json = boost::json;
using kind = recorded_event::kind;
using protocol::field_kind;

namespace {

/// How much later than in the recording a message may come, and how long the whole may take longer.
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::seconds spare{30};
constexpr std::chrono::milliseconds min_delay{2};

/// A count or a size is told by what it counts.
void drop_counts(json::object& fields, const std::vector<protocol::field_layout>& layout) {
    for (std::size_t i = 0; i < layout.size(); ++i) {
        const bool counted = layout[i].kind == field_kind::repeat || layout[i].kind == field_kind::bytes;
        if (counted && i > 0) fields.erase(layout[i - 1].name);
        if (layout[i].kind != field_kind::repeat) continue;
        auto* list = fields.if_contains(layout[i].name);
        if (list == nullptr || !list->is_array()) continue;
        for (auto& item : list->get_array())
            if (item.is_object()) drop_counts(item.get_object(), layout[i].elements);
    }
}

std::string scenario_name(const std::string& file) {
    std::string name;
    for (const char c : std::filesystem::path(file).stem().string()) {
        const auto code = static_cast<unsigned char>(c);
        const bool kept = std::isdigit(code) != 0 || (std::isalpha(code) != 0 && code < 0x80);
        name += kept ? static_cast<char>(std::tolower(code)) : '-';
    }
    return name.empty() || name == "-" ? "recording" : name;
}

class writer {
  public:
    writer(const recording& from, bool as_machine, const match_rules& rules, const frame_judge& judge)
        : from_(from), as_machine_(as_machine), rules_(rules), judge_(judge), parts_(from.connections.size()) {}

    std::string write(const std::string& file) {
        for (const auto& e : from_.events)
            add(e);
        std::string out = head(file);
        out += "steps:\n" + steps_;
        out += expectations_.empty() ? "expect: []\n" : "expect:\n" + expectations_;
        return out;
    }

  private:
    /// What was written of a connection so far.
    struct part {
        std::string last_step;  ///< of ours
        capture_time last_step_at{};
        std::string heard;  ///< the last message of theirs since then; empty: none
        capture_time last_at{};
        std::map<std::string, int> times;  ///< that a message of theirs came
    };

    [[nodiscard]] std::string actor(std::size_t connection) const {
        return fmt::format("{}-{}", as_machine_ ? "machine" : "host", connection + 1);
    }

    [[nodiscard]] std::string head(const std::string& file) const {
        const auto took = from_.events.back().at - from_.events.front().at;
        const auto limit = std::chrono::ceil<std::chrono::seconds>(took) + spare;
        std::string out = fmt::format(
            "scenario: 1\nname: {}\nabout: the {}'s side of a recording\nseed: 1\nlimit: {}s\nactors:\n  puppets:\n",
            scenario_name(file), as_machine_ ? "machine" : "host", limit.count());
        for (std::size_t i = 0; i < parts_.size(); ++i)
            out += fmt::format("    - {{name: {}, plays: {}}}\n", actor(i), as_machine_ ? "machine" : "host");
        return out;
    }

    void add(const recorded_event& e) {
        const bool ours = e.type == kind::opened || e.by_machine == as_machine_;
        if (ours)
            add_step(e);
        else if (e.type == kind::frame)
            add_expectation(e);
        parts_[e.connection].last_at = e.at;
    }

    void add_step(const recorded_event& e) {
        auto& p = parts_[e.connection];
        const auto name = e.type == kind::frame ? fmt::format("f{}", e.number) : fmt::format("s{}", ++other_steps_);
        steps_ += fmt::format("  - name: {}\n    actor: {}\n", name, actor(e.connection));
        if (e.type == kind::opened)
            steps_ += fmt::format("    at: {}\n", duration(e.at - from_.events.front().at));
        else if (!p.heard.empty())
            steps_ += fmt::format("    when: {{message: {}, actor: {}, count: {}}}\n", p.heard, actor(e.connection),
                                  p.times[p.heard]);
        else
            steps_ += fmt::format("    after: {}\n", p.last_step);
        const auto pause = e.at - p.last_at;
        if (e.type != kind::opened && pause >= min_delay) steps_ += fmt::format("    delay: {}\n", duration(pause));
        steps_ += fmt::format("    {}\n", action(e));
        p.last_step = name;
        p.last_step_at = e.at;
        p.heard.clear();
    }

    [[nodiscard]] std::string action(const recorded_event& e) const {
        switch (e.type) {
            case kind::opened:
                return "connect: {}";
            case kind::finished:
                return "close: {}";
            case kind::reset:
                return "reset: {}";
            case kind::frame:
                break;
        }
        const auto f = from_.frame_of(e, judge_.wire_dialect());
        const auto object = fields_of(f, e.connection);
        if (!object) return fmt::format("send: {{hex: \"{}\"}}", protocol::capital_hex(f.bytes));
        json::object send{{"message", message_name(f, e.connection)}};
        for (const auto& field : *object)
            send[field.key()] = field.value();
        return "send: " + settings::json_text(send);
    }

    void add_expectation(const recorded_event& e) {
        auto& p = parts_[e.connection];
        const auto f = from_.frame_of(e, judge_.wire_dialect());
        const auto name = message_name(f, e.connection);
        if (name.empty()) return;  // only its bytes are known
        ++p.times[name];
        p.heard = name;
        const auto within = std::chrono::ceil<std::chrono::seconds>(e.at - p.last_step_at) + patience;
        expectations_ += fmt::format("  - name: f{}\n    actor: {}\n    after: {}\n    within: {}s\n    message: {}\n",
                                     e.number, actor(e.connection), p.last_step, within.count(), name);
        const auto asked = conditions(f, e.connection, name);
        if (!asked.empty()) expectations_ += fmt::format("    fields: {}\n", settings::json_text(asked));
    }

    /// What can be asked of a message: its own fields and the values of variables, by number.
    [[nodiscard]] json::object conditions(const protocol::frame& f, std::size_t connection,
                                          const std::string& name) const {
        json::object asked;
        const auto fields = fields_of(f, connection);
        if (!fields) return asked;
        const auto add = [&](const std::string& path, const json::value& value) {
            if (!value.is_null() && !rules_.ignores(name, path)) asked[path] = value;
        };
        for (const auto& field : *fields) {
            if (!field.value().is_array()) {
                add(std::string(field.key()), field.value());
                continue;
            }
            for (const auto& item : field.value().get_array()) {
                const auto* one = item.if_object();
                if (one == nullptr || !one->contains("value")) break;
                add(fmt::format("variables.{}", one->at("variable_id").as_int64()), one->at("value"));
            }
        }
        return asked;
    }

    [[nodiscard]] std::optional<protocol::message_index> message_of(const protocol::frame& f, std::size_t of) const {
        return tools::message_of(judge_.wire_dialect(), f.command, from_.connections[of].kind);
    }

    /// Empty if no message has that command.
    [[nodiscard]] std::string message_name(const protocol::frame& f, std::size_t of) const {
        const auto message = message_of(f, of);
        return message ? protocol::word_of(*message) : "";
    }

    /// None if the fields do not decode.
    [[nodiscard]] std::optional<json::object> fields_of(const protocol::frame& f, std::size_t of) const {
        auto decoded = protocol::to_json(f, judge_.wire_dialect(), from_.connections[of].kind);
        auto* fields = decoded.if_contains("fields");
        if (fields == nullptr) return std::nullopt;
        drop_counts(fields->get_object(), judge_.layout(*message_of(f, of)).fields);
        return std::move(fields->get_object());
    }

    static std::string duration(std::chrono::microseconds d) {
        return fmt::format("{}ms", std::max<std::int64_t>(0, d.count() / 1000));
    }

    const recording& from_;
    bool as_machine_;
    const match_rules& rules_;
    const frame_judge& judge_;
    std::vector<part> parts_;
    std::string steps_, expectations_;
    int other_steps_ = 0;
};

}  // namespace

std::string scenario_of(const recording& from, bool as_machine, const std::string& file, const match_rules& rules,
                        const frame_judge& judge) {
    return writer(from, as_machine, rules, judge).write(file);
}

}  // namespace husky::tools
