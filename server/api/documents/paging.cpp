#include "server/api/documents/paging.hpp"

#include <limits>
#include <utility>

#include "server/http/iso_time.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

bool read_time(const http_target& from, std::string_view name, wall_time& into) {
    const std::string* text = from.find(name);
    if (text == nullptr) return true;
    const auto at = parse_iso_time(*text);
    into = at.value_or(into);
    return at.has_value();
}

bool prefers_csv(std::string_view accept) {
    const std::size_t csv = accept.find("text/csv");
    return csv != std::string_view::npos && csv < accept.find("application/json");
}

/// JSON or CSV, and the columns of the latter.
std::string read_format(const http_call& call, list_query& into) {
    const std::string* format = call.target.find("format");
    if (format != nullptr && *format != "json" && *format != "csv") return "format: expected json or csv";
    into.csv = format != nullptr ? *format == "csv" : prefers_csv(call.request.accept);
    const std::string* columns = call.target.find("columns");
    if (columns != nullptr && *columns != "ids" && *columns != "names") return "columns: expected ids or names";
    into.named_columns = columns != nullptr && *columns == "names";
    if (into.named_columns && !into.csv) return "columns: only CSV has columns; add format=csv";
    return {};
}

}  // namespace

bool read_number(const http_target& from, std::string_view name, std::int64_t min, std::int64_t max,
                 std::int64_t& into) {
    const std::string* text = from.find(name);
    if (text == nullptr) return true;
    const auto given = settings::parse<std::int64_t>(*text);
    into = given.value_or(into);
    return given && into >= min && into <= max;
}

std::string read_window(const http_target& query, wall_time& from, wall_time& to) {
    for (const auto& [name, at] : {std::pair("from", &from), std::pair("to", &to)})
        if (!read_time(query, name, *at))
            return std::string(name) + ": expected a time as 2026-01-31T23:59:59Z; without a zone it is UTC";
    return from > to ? "from: is later than 'to'" : "";
}

std::vector<query_key> window_keys() {
    constexpr std::string_view time = R"({"type":"string","examples":["2026-01-31T23:59:59Z"]})";
    return {{"from", time, "ISO-8601, UTC without a zone; received by the host at this time or later"},
            {"to", time, "ISO-8601, UTC without a zone; received by the host before this time"}};
}

const std::vector<query_key>& list_keys() {
    static const std::string limit = R"({"type":"integer","minimum":1,"maximum":)" + std::to_string(max_page) +
                                     R"(,"default":)" + std::to_string(default_page) + '}';
    static const std::vector<query_key> keys{
        {"limit", limit, "rows of a page"},
        {"after", R"({"type":"integer","minimum":0})", "'next' of the page before"},
        {"format", R"({"enum":["json","csv"]})", "of the answer; what the Accept header prefers if missing"},
        {"formulas", R"({"enum":["keep"]})",
         "keep: in CSV, texts that a spreadsheet would take for a formula stay as they are; otherwise they get an "
         "apostrophe"}};
    return keys;
}

const std::vector<query_key>& history_keys() {
    static const std::vector<query_key> keys = [] {
        std::vector<query_key> all = list_keys();
        all.push_back(
            {"order", R"({"enum":["asc","desc"],"default":"asc"})", "desc: what the host received last comes first"});
        for (const query_key& each : window_keys())
            all.push_back(each);
        return all;
    }();
    return keys;
}

query_key columns_key() {
    return {
        "columns", R"({"enum":["ids","names"],"default":"ids"})",
        "names: CSV has a column for each variable, by its name in PROTOCOL.md; ids: one column with a JSON object"};
}

std::string read_list_query(const http_call& call, list_query& into) {
    std::int64_t limit = into.limit;
    if (!read_number(call.target, "limit", 1, max_page, limit))
        return "limit: expected a whole number from 1 to " + std::to_string(max_page);
    if (!read_number(call.target, "after", 0, std::numeric_limits<std::int64_t>::max(), into.after))
        return "after: expected the 'next' of an earlier page";
    if (std::string wrong = read_window(call.target, into.from, into.to); !wrong.empty()) return wrong;
    const std::string* formulas = call.target.find("formulas");
    if (formulas != nullptr && *formulas != "keep") return "formulas: expected keep, or no such parameter";
    const std::string* order = call.target.find("order");
    if (order != nullptr && *order != "asc" && *order != "desc") return "order: expected asc or desc";
    into.newest_first = order != nullptr && *order == "desc";
    into.keep_formulas = formulas != nullptr;
    into.limit = static_cast<int>(limit);
    return read_format(call, into);
}

std::string next_link(const http_call& call, const list_query& asked, std::int64_t next) {
    const std::string path = call.request.target.substr(0, call.request.target.find('?'));
    std::string query;
    for (const auto& [name, value] : call.target.query)
        if (name != "limit" && name != "after") query += percent_encoded(name) + '=' + percent_encoded(value) + '&';
    return '<' + path + '?' + query + "limit=" + std::to_string(asked.limit) + "&after=" + std::to_string(next) +
           ">; rel=\"next\"";
}

}  // namespace husky::host
