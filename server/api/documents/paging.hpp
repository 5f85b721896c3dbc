#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/route.hpp"
#include "server/store/query.hpp"

namespace husky::host {

/// What a request for a list asks: `?limit=&after=`, of a history also `&from=&to=&order=`, and CSV by `?format=` or
/// its Accept header.
struct list_query : page_request {
    bool csv = false;
    bool keep_formulas = false;  ///< in CSV
    bool named_columns = false;  ///< in CSV of cycles: a column for each variable
};

/// Reads a whole number of the query, which stays as it is where the query has none; false for what is not within its
/// limits.
bool read_number(const http_target& from, std::string_view name, std::int64_t min, std::int64_t max,
                 std::int64_t& into);

/// Reads `from` and `to` of the query into a window, as far as they are there; one line about an error.
std::string read_window(const http_target& query, wall_time& from, wall_time& to);
/// The parameters of a window.
std::vector<query_key> window_keys();

/// The parameters of every list, and of the lists of what a machine reported.
const std::vector<query_key>& list_keys();
const std::vector<query_key>& history_keys();
/// Beside these, of cycles: how their values come in CSV.
query_key columns_key();

/// Reads it; returns one line about an error, empty if there is none.
std::string read_list_query(const http_call& call, list_query& into);

/// Where the page after this one is, for the Link header (RFC 8288).
std::string next_link(const http_call& call, const list_query& asked, std::int64_t next);

/// A page as the client wants it. `fields(row)` gives those of one row.
template <class Row, class Fields>
http_response render_page(const http_call& call, const list_query& asked, const page<Row>& rows, Fields fields) {
    http_response response;
    if (asked.csv) {
        response.content_type = "text/csv; charset=utf-8; header=present";
        append_csv_names(response.body, fields(Row{}));
        for (const Row& row : rows.rows)
            append_csv_values(response.body, fields(row), asked.keep_formulas);
    } else {
        response.body = R"({"items":)";
        response.body += json_array(rows.rows, [&](auto& out, const Row& row) { append_json(out, fields(row)); });
        response.body += R"(,"next":)" + (rows.next ? std::to_string(*rows.next) : "null") + '}';
    }
    if (rows.next) response.headers.emplace_back("Link", next_link(call, asked, *rows.next));
    return response;
}

}  // namespace husky::host
