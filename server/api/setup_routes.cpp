// Set-ups of a machine: read from it now, sent to it, taken from the archive, compared.

#include <initializer_list>
#include <limits>
#include <span>
#include <utility>
#include <variant>

#include "log/log.hpp"
#include "protocol/setups/checksum.hpp"
#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/documents/reply_document.hpp"
#include "server/http/field_list.hpp"
#include "server/http/problem.hpp"
#include "server/http/query_problem.hpp"
#include "server/setups/archived_setup.hpp"
#include "server/setups/setup_diff.hpp"
#include "server/setups/sha256.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Bytes of a client's remark.
constexpr std::size_t max_remark = 200;

constexpr std::string_view number_expected = "expected the number of a set-up in the path, 0 to 65535";
constexpr std::string_view unknown_version = "the archive has no such version of that set-up";

/// The number of the set-up in the path.
bool read_setup_number(const http_call& call, std::uint16_t& into) {
    const auto given = settings::parse<std::uint16_t>(call.parameters[1]);
    into = given.value_or(into);
    return given.has_value();
}

/// Version of that name in the query: 0 if there is none. False for an invalid one.
bool read_version(const http_call& call, std::string_view name, std::int64_t& into) {
    return read_number(call.target, name, 1, std::numeric_limits<std::int64_t>::max(), into);
}

std::string expected_version(std::string_view name) {
    return std::string(name) + ": expected a version of the archive, from 1 up";
}

std::optional<http_response> transfer_problem(const transfer_end& end) {
    using result = transfer_end::result;
    switch (end.outcome) {
        case result::done:
            return std::nullopt;
        case result::machine:
            return reply_problem(end.reply);
        case result::broken:
            return problem(502, name(end.fault));
        case result::crowded:
            return problem(503, "other set-up transfers were under way; try again");
        case result::too_late:
            return problem(504, "the transfer took longer than link.setup_timeout_s");
        case result::shut_down:
            break;
    }
    return problem(503, "the host is stopping");
}

http_response content_response(const std::string& sha256, std::string content) {
    http_response response;
    response.content_type = "application/octet-stream";
    response.body = std::move(content);
    response.headers.emplace_back("ETag", '"' + sha256 + '"');
    return response;
}

/// A version of the archive, or what is wrong as a response.
awaitable<std::variant<setup_version, http_response>> find_version(api_parts parts, std::string serial,
                                                                   std::uint16_t number, std::int64_t version) {
    const auto query = [=](store_reader& from) { return from.setup(serial, number, version); };
    auto found = co_await parts.storage->archive_queries().ask(query);
    if (auto failed = query_problem(found, unknown_version)) co_return std::move(*failed);
    co_return std::move(**found);
}

/// Archives what the machine has now; a header that tells its version, or that there is none yet.
awaitable<http_headers> archive_setup(api_parts parts, archived_setup setup, std::string_view content) {
    const auto outcome = co_await parts.archive->keep(batch_of(setup, content, wall_now()));
    if (outcome != archive::result::stored) {
        log::warn("set-up {} of machine {} is not archived{}", setup.number, setup.serial,
                  outcome == archive::result::queued ? " yet" : "");
        co_return http_headers{{"Warning", "199 husky-host \"the store is failing; this is not archived yet\""}};
    }
    const auto query = [serial = setup.serial, number = setup.number](store_reader& from) {
        return from.newest_setup(serial, number);
    };
    const auto newest = co_await parts.storage->archive_queries().ask(query);
    if (!newest.has_value() || !*newest || (*newest)->sha256 != setup.sha256) co_return http_headers{};
    co_return http_headers{{"X-Setup-Version", std::to_string((*newest)->version)}};
}

void append(http_headers& to, const http_headers& more) { to.insert(to.end(), more.begin(), more.end()); }

awaitable<http_response> read_setup(api_parts parts, http_call call) {
    const std::string serial = call.parameters[0];
    std::uint16_t number = 0;
    std::int64_t version = 0;
    if (!read_setup_number(call, number)) co_return problem(400, number_expected);
    if (!read_version(call, "version", version)) co_return problem(400, expected_version("version"));
    if (version > 0) {
        auto found = co_await find_version(parts, serial, number, version);
        if (auto* failure = std::get_if<http_response>(&found)) co_return std::move(*failure);
        auto& got = std::get<setup_version>(found);
        http_response response = content_response(got.about.sha256, std::move(got.content));
        response.headers.emplace_back("X-Setup-Version", std::to_string(version));
        co_return response;
    }
    const auto machine = co_await parts.live->machine(serial);
    if (!machine) co_return unknown_machine();
    uploaded_setup got = co_await parts.transfers->upload(serial, number);
    if (auto failed = transfer_problem(got.end)) co_return std::move(*failed);
    const std::string sha256 = sha256_hex(got.content);
    archived_setup setup{machine->id, serial, number, setup_origin::upload, {}, got.crc32, sha256};
    const auto archived = co_await archive_setup(parts, std::move(setup), got.content);
    http_response response = content_response(sha256, std::move(got.content));
    append(response.headers, archived);
    co_return response;
}

/// What a PUT sends: its body, or a version of the archive; or what is wrong as a response.
awaitable<std::variant<std::string, http_response>> content_to_send(api_parts parts, http_call call,
                                                                    std::uint16_t number) {
    std::string content = std::move(call.request.body);
    std::int64_t version = 0;
    if (!read_version(call, "version", version)) co_return problem(400, expected_version("version"));
    if ((version > 0) != content.empty())
        co_return problem(400, "expected either the set-up as the body, or ?version= of the archive and no body");
    if (version > 0) {
        auto found = co_await find_version(parts, call.parameters[0], number, version);
        if (auto* failure = std::get_if<http_response>(&found)) co_return std::move(*failure);
        content = std::move(std::get<setup_version>(found).content);
    }
    if (content.size() > parts.transfers->settings().max_size)
        co_return problem(413, "the set-up is larger than link.max_setup_size");
    co_return content;
}

awaitable<http_response> write_setup(api_parts parts, http_call call) {
    const std::string serial = call.parameters[0];
    std::uint16_t number = 0;
    if (!read_setup_number(call, number)) co_return problem(400, number_expected);
    const std::string* given = call.target.find("remark");
    const std::string remark = given == nullptr ? "" : *given;
    if (remark.size() > max_remark) co_return problem(400, "remark: expected at most 200 bytes");
    const auto machine = co_await parts.live->machine(serial);
    if (!machine) co_return unknown_machine();
    auto sent = co_await content_to_send(parts, std::move(call), number);
    if (auto* wrong = std::get_if<http_response>(&sent)) co_return std::move(*wrong);
    const auto& content = std::get<std::string>(sent);

    const transfer_end end = co_await parts.transfers->download(serial, number, content);
    if (auto failed = transfer_problem(end)) co_return std::move(*failed);
    const std::string sha256 = sha256_hex(content);
    const auto crc32 = protocol::checksum(std::as_bytes(std::span(content)));
    archived_setup setup{machine->id, serial, number, setup_origin::download, remark, crc32, sha256};
    const auto archived = co_await archive_setup(parts, std::move(setup), content);
    http_response response{204, "", {}};
    response.headers.emplace_back("ETag", '"' + sha256 + '"');
    append(response.headers, archived);
    co_return response;
}

using named_text = std::pair<std::string_view, std::string changed_parameter::*>;

std::string changes_json(const std::vector<changed_parameter>& changes, std::initializer_list<named_text> shown) {
    return json_array(changes, [&](std::string& out, const changed_parameter& each) {
        field_list item;
        item.text("parameter", each.parameter);
        for (const auto& [name, text] : shown)
            item.text(name, each.*text);
        append_json(out, item);
    });
}

field_list fields_of(const setup_difference& difference) {
    constexpr auto array = answer_field::type::array;
    constexpr named_text from{"from", &changed_parameter::from}, to{"to", &changed_parameter::to};
    field_list into;
    into.json("changed", changes_json(difference.changed, {from, to}), array);
    into.json("added", changes_json(difference.added, {to}), array);
    into.json("removed", changes_json(difference.removed, {from}), array);
    return into;
}

http_response show(const setup_difference& difference) {
    if (difference.outcome == setup_difference::result::no_text)
        return problem(422, "the versions differ, but are not both text");
    if (difference.outcome == setup_difference::result::too_long)
        return problem(422, "the versions differ, but have too many lines to compare");
    return json_document(fields_of(difference));
}

/// On the thread of queries: it may take its time.
answer<std::optional<setup_difference>> compare(store_reader& reader, const std::string& serial, std::uint16_t number,
                                                std::int64_t from, std::int64_t to) {
    const auto before = reader.setup(serial, number, from), after = reader.setup(serial, number, to);
    for (const auto* each : {&before, &after})
        if (!each->has_value()) return each->error();
    if (!*before || !*after) return std::optional<setup_difference>();
    return std::optional(compare_setups((*before)->content, (*after)->content));
}

awaitable<http_response> compare_versions(api_parts parts, http_call call) {
    std::uint16_t number = 0;
    std::int64_t from = 0, to = 0;
    if (!read_setup_number(call, number)) co_return problem(400, number_expected);
    if (!read_version(call, "from", from) || from == 0) co_return problem(400, expected_version("from"));
    if (!read_version(call, "to", to) || to == 0) co_return problem(400, expected_version("to"));
    const auto query = [=, serial = call.parameters[0]](store_reader& reader) {
        return compare(reader, serial, number, from, to);
    };
    const auto found = co_await parts.storage->archive_queries().ask(query);
    if (auto failed = query_problem(found, unknown_version)) co_return std::move(*failed);
    co_return show(**found);
}

}  // namespace

std::vector<http_route> setup_routes(const api_parts& parts) {
    constexpr std::string_view version_schema = R"({"type":"integer","minimum":1})";
    constexpr query_key version_key{"version", version_schema, "of the archive"};
    return {{.method = "GET",
             .pattern = "/api/v1/machines/{serial}/setups/{n}",
             .summary = "Reads a set-up from the machine and archives it; ?version= reads it from the archive "
                        "instead. X-Setup-Version tells the version, ETag the SHA-256",
             .query = {version_key},
             .answers = answer_kind::bytes,
             .handler = [parts](http_call call) { return read_setup(parts, std::move(call)); }},
            {.method = "PUT",
             .pattern = "/api/v1/machines/{serial}/setups/{n}",
             .summary = "Sends a set-up to the machine and archives it once the machine has applied it; "
                        "?version= sends one of the archive. ?remark= is kept with it",
             .query = {version_key, {"remark", R"({"type":"string","maxLength":200})", "is kept with it"}},
             .max_body = parts.transfers->settings().max_size,
             .answers = answer_kind::nothing,
             .handler = [parts](http_call call) { return write_setup(parts, std::move(call)); }},
            {.method = "GET",
             .pattern = "/api/v1/machines/{serial}/setups/{n}/diff",
             .summary = "How two archived versions differ, by parameter; ?from=&to=",
             .query = {{"from", version_schema, "the version before"}, {"to", version_schema, "the version after"}},
             .fields = [] { return fields_of(setup_difference{}); },
             .handler = [parts](http_call call) { return compare_versions(parts, std::move(call)); }}};
}

}  // namespace husky::host
