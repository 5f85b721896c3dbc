#include "tools/link/replay/match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "protocol/by_name/field_walk.hpp"
#include "protocol/by_name/message_layouts.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/counted.hpp"
#include "settings/error.hpp"
#include "settings/schema/load.hpp"

namespace husky::tools {

namespace {

constexpr std::size_t max_patterns = 1000;
constexpr std::size_t max_differences = 20;

std::vector<std::string> words_of(std::string_view pattern) {
    std::vector<std::string> words(1);
    for (const char c : pattern) {
        if (c == '.')
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

bool covers(const std::vector<std::string>& pattern, const std::vector<std::string>& name) {
    return pattern.size() <= name.size() &&
           std::equal(pattern.begin(), pattern.end(), name.begin(),
                      [](const std::string& p, const std::string& n) { return p == "*" || p == n; });
}

bool is_message(const std::string& name) {
    const auto found = protocol::message_layouts::find(name);
    return name == "*" || (found && protocol::word_of(*found) == name);
}

void check(const settings::places& given, const char* key, const std::vector<std::string>& patterns) {
    if (patterns.size() > max_patterns) given.fail_at(key, fmt::format("more than {} patterns", max_patterns));
    for (const auto& p : patterns) {
        const auto words = words_of(p);
        if (!is_message(words.front()))
            given.fail_at(key, fmt::format("'{}': no message is called '{}'", p, words.front()));
        if (std::any_of(words.begin(), words.end(), [](const auto& w) { return w.empty(); }))
            given.fail_at(key, fmt::format("'{}': expected MESSAGE.FIELD", p));
    }
}

bool is_number(const std::string& word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Elements of a list that have a value are called by their variable, others by their place.
class path_finder {
  public:
    /// Whether the field that was asked for last is called by its place.
    [[nodiscard]] bool by_place() const { return by_place_; }

    std::string operator()(const protocol::placed_field& field) {
        const std::string name(field.layout->name);
        if (field.kind == protocol::field_kind::repeat && field.depth == 0) {
            const auto& elements = field.layout->elements;
            by_place_ = false;
            by_variable_ =
                std::any_of(elements.begin(), elements.end(), [](const auto& e) { return e.name == "value"; });
            list_ = by_variable_ ? "variables" : name;
            return "";
        }
        by_place_ = field.depth > 0 && !by_variable_;
        if (field.depth == 0) return name;
        if (!by_variable_) return fmt::format("{}.{}.{}", list_, field.element, name);
        if (name == "variable_id") {
            variable_ = field.number;
            return "";
        }
        return name == "value" ? fmt::format("variables.{}", variable_)
                               : fmt::format("variables.{}.{}", variable_, name);
    }

  private:
    std::string list_;
    std::uint32_t variable_ = 0;
    bool by_variable_ = false;
    bool by_place_ = false;
};

field_difference whole_difference(const protocol::frame& expected, const protocol::frame& came) {
    return {"(bytes)", protocol::capital_hex(expected.bytes), protocol::capital_hex(came.bytes)};
}

}  // namespace

const std::vector<std::string>& default_patterns() {
    static const std::vector<std::string> patterns{
        "init_response.synch_time", "display_init_response.synch_time",
        // the time of a cycle's end, and what a machine counts
        "*.variables.1", "*.variables.2", "*.variables.3", "*.variables.4", "*.variables.160", "*.variables.161",
        "*.variables.162", "*.variables.163", "*.variables.164", "*.variables.165", "*.date", "*.time", "*.cycles",
        "*.good_parts", "*.bad_parts", "identify_response.links"};
    return patterns;
}

match_rules match_rules::defaults() {
    match_rules rules;
    for (const auto& p : default_patterns())
        rules.ignore(p);
    return rules;
}

void match_rules::ignore(const std::string& pattern) { ignored_.push_back(words_of(pattern)); }
void match_rules::compare(const std::string& pattern) { compared_.push_back(words_of(pattern)); }

bool match_rules::ignores(std::string_view message, std::string_view field, bool by_place) const {
    auto name = words_of(field);
    name.insert(name.begin(), std::string(message));
    // A pattern for any message means ids of variables, which are the same in all; a place belongs to one list.
    const auto means_ids = [](const words& p) {
        return p.front() == "*" && std::any_of(p.begin(), p.end(), is_number);
    };
    const auto covered = [&](const words& p) { return covers(p, name) && !(by_place && means_ids(p)); };
    return std::any_of(ignored_.begin(), ignored_.end(), covered) &&
           std::none_of(compared_.begin(), compared_.end(), covered);
}

match_rules parse_rules(const std::string& yaml, const std::string& source) {
    std::vector<std::string> ignore, compare;
    bool usual = true;
    settings::schema s("husky-link replay rules");
    s.texts("ignore", ignore, "fields that may differ, as cycle.variables.101 or *.time");
    s.texts("compare", compare, "fields that must be equal although they are ignored by default");
    s.boolean("usual", usual, "times and counters may differ");
    settings::places given;
    settings::load_text(s, yaml, source, &given);
    check(given, "ignore", ignore);
    check(given, "compare", compare);
    auto rules = usual ? match_rules::defaults() : match_rules::none();
    for (const auto& p : ignore)
        rules.ignore(p);
    for (const auto& p : compare)
        rules.compare(p);
    return rules;
}

std::vector<flat_field> flat_fields(const protocol::frame& f, const protocol::message_layout& layout,
                                    const protocol::dialect& d) {
    std::vector<flat_field> fields;
    path_finder path_of;
    const auto end = walk_fields(f, layout, d, [&](const protocol::placed_field& field) {
        auto path = path_of(field);
        if (!path.empty()) fields.push_back({std::move(path), path_of.by_place(), field.bytes, text_of(field)});
    });
    const auto rest = f.bytes.subspan(std::min(end.offset, f.bytes.size()));
    if (end.fault != protocol::decode_fault::none)
        fields.push_back({"(not decoded)", false, rest, std::string(protocol::name(end.fault))});
    return fields;
}

std::vector<field_difference> differences(const protocol::frame& expected, const protocol::frame& came,
                                          protocol::link_kind on, const frame_judge& judge, const match_rules& rules) {
    if (std::equal(expected.bytes.begin(), expected.bytes.end(), came.bytes.begin(), came.bytes.end())) return {};
    const auto& d = judge.wire_dialect();
    const auto message = message_of(d, expected.command, on);
    if (!message) return {whole_difference(expected, came)};
    const auto name = protocol::word_of(*message);
    const auto kept = [&](const protocol::frame& f) {
        auto fields = flat_fields(f, judge.layout(*message), d);
        std::erase_if(fields, [&](const flat_field& field) { return rules.ignores(name, field.path, field.by_place); });
        return fields;
    };
    const auto was = kept(expected), is = kept(came);
    std::vector<field_difference> found;
    const auto add = [&](std::string field, std::string before, std::string now) {
        if (found.size() < max_differences) found.push_back({std::move(field), std::move(before), std::move(now)});
    };
    std::map<std::string_view, const flat_field*> by_path;
    for (const auto& field : is)
        by_path[field.path] = &field;
    bool same_order = was.size() == is.size();
    for (std::size_t i = 0; i < was.size(); ++i) {
        const auto at = by_path.find(was[i].path);
        same_order = same_order && is[i].path == was[i].path;
        if (at == by_path.end()) {
            if (!was[i].path.ends_with(".value_type")) add(was[i].path, was[i].text, "(absent)");
            continue;
        }
        const auto& now = *at->second;
        if (!std::equal(was[i].bytes.begin(), was[i].bytes.end(), now.bytes.begin(), now.bytes.end())) {
            const bool looks_same = was[i].text == now.text;
            const auto raw = [](const flat_field& field) {
                return fmt::format("{} ({})", field.text, settings::counted(field.bytes.size(), "byte"));
            };
            add(was[i].path, looks_same ? raw(was[i]) : was[i].text,
                looks_same ? raw(now) + ", other bytes" : now.text);
        }
        by_path.erase(at);
    }
    for (const auto& [path, field] : by_path)
        if (!path.ends_with(".value_type")) add(std::string(path), "(absent)", field->text);
    if (found.empty() && !same_order) add("(order of fields)", "as recorded", "another");
    return found;
}

}  // namespace husky::tools
