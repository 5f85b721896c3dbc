#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/api/documents/csv_fields.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/route.hpp"
#include "server/store/query.hpp"

namespace husky::host {

/// What a request for a list asks: `?limit=&after=`, of a history also `&from=&to=`, and CSV by its Accept header.
struct list_query {
    std::int64_t after = 0;
    int limit = default_page;
    time_window within;
    bool csv = false;
    bool keep_formulas = false;  ///< in CSV
};

/// The parameters of every list, and of the lists of what a machine reported.
const std::vector<query_key>& list_keys();
const std::vector<query_key>& history_keys();

/// Reads it; returns one line about an error, empty if there is none.
std::string read_list_query(const http_call& call, list_query& into);

/// Where the page after this one is, for the Link header (RFC 8288).
std::string next_link(const http_call& call, const list_query& asked, std::int64_t next);

/// A page as the client wants it. `describe_row(field_sink&, row)` names the fields of one row.
template <class Row, class Describe>
http_response render_page(const http_call& call, const list_query& asked, const page<Row>& rows,
                          Describe describe_row) {
    http_response response;
    if (asked.csv) {
        response.content_type = "text/csv; charset=utf-8; header=present";
        csv_fields head(response.body, csv_fields::line::names);
        describe_row(head, Row{});
        head.close();
        for (const Row& row : rows.rows) {
            csv_fields line(response.body,
                            asked.keep_formulas ? csv_fields::line::raw_values : csv_fields::line::values);
            describe_row(line, row);
            line.close();
        }
    } else {
        response.body = R"({"items":[)";
        for (const Row& row : rows.rows) {
            if (&row != rows.rows.data()) response.body += ',';
            json_fields item(response.body);
            describe_row(item, row);
            item.close();
        }
        response.body += R"(],"next":)" + (rows.next ? std::to_string(*rows.next) : "null") + '}';
    }
    if (rows.next) response.headers.emplace_back("Link", next_link(call, asked, *rows.next));
    return response;
}

}  // namespace husky::host
