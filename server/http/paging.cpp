#include "server/http/paging.hpp"

#include <charconv>
#include <limits>

namespace husky::host {

namespace {

bool read_number(const http_target& from, std::string_view name, std::int64_t least, std::int64_t most,
                 std::int64_t& into) {
    const std::string* text = from.find(name);
    if (text == nullptr) return true;
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, into);
    return read.ec == std::errc{} && read.ptr == end && into >= least && into <= most;
}

bool prefers_csv(std::string_view accept) {
    const std::size_t csv = accept.find("text/csv");
    return csv != std::string_view::npos && csv < accept.find("application/json");
}

}  // namespace

std::string read_list_query(const http_call& call, list_query& into) {
    std::int64_t limit = into.limit;
    if (!read_number(call.target, "limit", 1, largest_page, limit))
        return "limit: expected a whole number from 1 to " + std::to_string(largest_page);
    if (!read_number(call.target, "after", 0, std::numeric_limits<std::int64_t>::max(), into.after))
        return "after: expected the 'next' of an earlier page";
    into.limit = static_cast<int>(limit);
    into.csv = prefers_csv(call.request.accept);
    return {};
}

std::string next_link(const http_call& call, const list_query& asked, std::int64_t next) {
    const std::string path = call.request.target.substr(0, call.request.target.find('?'));
    return '<' + path + "?limit=" + std::to_string(asked.limit) + "&after=" + std::to_string(next) + ">; rel=\"next\"";
}

}  // namespace husky::host
