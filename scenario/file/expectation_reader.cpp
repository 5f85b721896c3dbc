#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "protocol/messages/variable_names.hpp"
#include "scenario/file/plan_reader.hpp"
#include "scenario/outline.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace {

/// How many messages at least, and at most if there is a limit.
std::pair<std::uint32_t, std::optional<std::uint32_t>> range_in(const node& n) {
    const auto* count = n.find("count");
    const auto* never = n.find("never");
    if (count != nullptr && never != nullptr) fail(never->where, "given beside count; only one of the two is allowed");
    if (flag_in(n, "never")) return {0, 0};
    if (count == nullptr) return {1, std::nullopt};
    if (count->is == node::kind::scalar) {
        const auto exactly = count_in(n, "count", 1);
        return {exactly, exactly};
    }
    const auto least = count_in(*count, "least", 0);
    if (count->find("most") == nullptr) return {least, std::nullopt};
    const auto most = count_in(*count, "most", 0);
    if (least > most) fail(count->where, fmt::format("least {} is above most {}: this can never be met", least, most));
    return {least, most};
}

std::string field_of(const node& values) {
    if (values.find("field") != nullptr) return text_in(values, "field");
    return fmt::format("variables.{}", *protocol::variable_by_name(text_in(values, "variable")));
}

bool has_blanks(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) <= 0x20U || c == 0x7F; });
}

/// As Prometheus wants it.
void require_metric_name(const node& n) {
    const auto& name = n.text;
    const auto is_right = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    };
    const bool is_name =
        !name.empty() && (name[0] < '0' || name[0] > '9') && std::all_of(name.begin(), name.end(), is_right);
    if (!is_name) fail(n.where, "expected the name of a metric, as husky_links");
}

void require_query(const node& n) {
    constexpr std::string_view scheme = "sqlite:";
    if (n.find("query")->text.find_first_not_of(" \t\r\n;") == std::string::npos)
        fail(n.find("query")->where, "expected SQL, as select count(*) from gaps");
    const auto* store = n.find("store");
    if (store != nullptr && !store->text.empty() &&
        (!store->text.starts_with(scheme) || store->text.size() == scheme.size()))
        fail(store->where, "expected sqlite:FILE");
}

condition plain_condition(const node& n, const plan_reader& in, std::string field) {
    auto c = in.condition_in(n, "result", std::nullopt);
    c.field = std::move(field);
    return c;
}

}  // namespace

demand plan_reader::read_demand(const node& n) const {
    const auto actor = text_in(n, "actor");
    if (n.find("message") != nullptr) {
        const auto [min, max] = range_in(n);
        auto what = pattern(n);
        if (!what.way) what.way = direction::received;
        return expect_messages{actor, std::move(what), min, max};
    }
    if (const auto* order = n.find("order")) {
        expect_order out{actor, {}, flag_in(n, "only")};
        if (order->items.empty()) fail(order->where, "expected at least one message");
        for (const auto& item : order->items) {
            out.patterns.push_back(pattern(item));
            if (!out.patterns.back().way) out.patterns.back().way = direction::received;
        }
        return out;
    }
    if (n.find("link") != nullptr) return expect_link{actor, link_state_named(text_in(n, "link")), flag_in(n, "never")};
    if (const auto* values = n.find("values")) {
        expect_values out{actor, pattern(*values), {}, number_in(*values, "rises_by")};
        if (!out.in.way) out.in.way = direction::received;
        out.every = condition_in(*values, field_of(*values), out.in.message);
        return out;
    }
    if (n.find("value") != nullptr) return expect_value{actor, plain_condition(n, *this, text_in(n, "value"))};
    if (const auto* metric = n.find("metric")) {
        require_metric_name(*metric);
        expect_metric out{text_in(n, "metric"), {}, {}};
        if (const auto* labels = n.find("labels"))
            for (const auto& m : labels->members)
                out.labels[m.name] = m.value.text;
        out.is = plain_condition(n, *this, out.name);
        return out;
    }
    if (const auto* path = n.find("http")) {
        if (!path->text.starts_with('/')) fail(path->where, "expected a path that begins with /");
        if (has_blanks(path->text)) fail(path->where, "a path has no blanks; write %20");
        const auto pointer = text_in(n, "pointer");
        if (!pointer.empty() && !pointer.starts_with('/'))
            fail(n.find("pointer")->where, "expected a JSON pointer, as /items/0/serial");
        return expect_http{path->text, pointer, plain_condition(n, *this, pointer.empty() ? "status" : pointer)};
    }
    require_query(n);
    return expect_query{text_in(n, "store"), text_in(n, "query"), plain_condition(n, *this, "the answer")};
}

expectation plan_reader::read_expectation(const node& n) {
    expectation out;
    out.where = n.where;
    out.demand = read_demand(n);
    out.name = text_in(n, "name");
    if (out.name.empty()) out.name = outline_of(out.demand);
    if (const auto* after = n.find("after")) out.after = step_named(*after);
    out.within = duration_in(n, "within");
    out.not_before = duration_in(n, "not_before");
    if (text_in(n, "severity") == "warning") out.weight = severity::warning;
    return out;
}

void plan_reader::read_expectations(const node& n) {
    for (const auto& item : n.items) {
        auto read = read_expectation(item);
        const auto known = std::any_of(plan_.expectations.begin(), plan_.expectations.end(),
                                       [&](const expectation& e) { return e.name == read.name; });
        const auto* name = item.find("name");
        if (known && name != nullptr) fail(name->where, "another expectation is called '" + read.name + "'");
        if (known) read.name += fmt::format(" ({})", plan_.expectations.size() + 1);
        plan_.expectations.push_back(std::move(read));
    }
}

}  // namespace husky::scenario
