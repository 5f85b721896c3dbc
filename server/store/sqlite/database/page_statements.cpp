#include "server/store/sqlite/database/page_statements.hpp"

#include <array>
#include <boost/algorithm/string/replace.hpp>
#include <limits>
#include <utility>

namespace husky::host {

namespace {

std::string ordered(std::string sql, bool newest_first) {
    using words = std::pair<std::string_view, std::string_view>;
    const auto all = newest_first ? std::array{words{"{>}", "<"}, words{"{>=}", "<="}, words{"{desc}", "desc"}}
                                  : std::array{words{"{>}", ">"}, words{"{>=}", ">="}, words{"{desc}", ""}};
    for (const auto& [place, word] : all)
        boost::algorithm::replace_all(sql, place, word);
    return sql;
}

}  // namespace

page_statements::page_statements(sqlite_database& database, const char* sql)
    : oldest_first_(database.prepare(ordered(sql, false))), newest_first_(database.prepare(ordered(sql, true))) {}

std::int64_t page_statements::cursor(const page_request& wanted) {
    const bool from_the_end = wanted.newest_first && wanted.after == 0;
    return from_the_end ? std::numeric_limits<std::int64_t>::max() : wanted.after;
}

}  // namespace husky::host
