// Set-ups of a machine: read from it now, sent to it, taken from the archive, compared.
#include <spdlog/spdlog.h>

#include <span>
#include <utility>

#include "protocol/checksum.hpp"
#include "server/http/api.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/http/reply_document.hpp"
#include "server/setups/setup_diff.hpp"
#include "server/setups/sha256.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Bytes of a client's remark.
constexpr std::size_t longest_remark = 200;

constexpr std::string_view number_expected = "expected the number of a set-up in the path, 0 to 65535";
constexpr std::string_view unknown_version = "the archive has no such version of that set-up";

/// The number of the set-up in the path.
bool read_number(const http_call& call, std::uint16_t& into) {
    const auto given = settings::parse<std::uint16_t>(call.parameters[1]);
    into = given.value_or(into);
    return given.has_value();
}

/// Version of that name in the query: 0 if there is none. False for what is no version.
bool read_version(const http_call& call, std::string_view name, std::int64_t& into) {
    const std::string* text = call.target.find(name);
    if (text == nullptr) return true;
    into = settings::parse<std::int64_t>(*text).value_or(0);
    return into >= 1;
}

std::string expected_version(std::string_view name) {
    return std::string(name) + ": expected a version of the archive, from 1 up";
}

std::optional<http_response> transfer_problem(const transfer_end& end) {
    using fate = transfer_end::fate;
    switch (end.what) {
        case fate::done:
            return std::nullopt;
        case fate::machine:
            return reply_problem(end.reply);
        case fate::broken:
            return problem(502, name(end.fault));
        case fate::crowded:
            return problem(503, "other transfers of set-ups were in the way; try again");
        case fate::too_late:
            return problem(504, "the transfer took longer than link.setup_timeout_s");
        case fate::shut_down:
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

/// Reads a version from the archive; what is wrong as a response.
struct version_found {
    std::optional<setup_version> found;
    std::optional<http_response> failure;
};

version_found find_version(store_reader& from, const std::string& serial, std::uint16_t number, std::int64_t version) {
    auto answer = from.setup(serial, number, version);
    if (answer.has_value() && *answer) return {std::move(*answer), std::nullopt};
    if (!answer.has_value() && answer.error().why == query_error::reason::unavailable)
        return {std::nullopt, problem(503, answer.error().problem)};
    return {std::nullopt, problem(404, unknown_version)};
}

http_response show_version(store_reader& from, const std::string& serial, std::uint16_t number, std::int64_t version) {
    auto [found, failure] = find_version(from, serial, number, version);
    if (failure) return std::move(*failure);
    http_response response = content_response(found->about.sha256, std::move(found->content));
    response.headers.emplace_back("X-Setup-Version", std::to_string(version));
    return response;
}

/// Archives what the machine has now, and tells its version in the response.
awaitable<void> archive(api_parts parts, archived_setup what, std::string_view content, http_response* response) {
    const std::string serial = what.serial, sha256 = what.sha256;
    const std::uint16_t number = what.number;
    const auto kept = co_await parts.archive->keep(std::move(what), content);
    if (kept != setup_archive::fate::kept) {
        spdlog::warn("set-up {} of machine {} is not archived{}", number, serial,
                     kept == setup_archive::fate::queued ? " yet" : "");
        response->headers.emplace_back("Warning", "199 husky-host \"the store is failing; this is not archived yet\"");
        co_return;
    }
    std::function<http_response(store_reader&)> job = [&](store_reader& from) {
        const auto newest = from.newest_setup(serial, number);
        if (newest.has_value() && *newest && (*newest)->sha256 == sha256)
            response->headers.emplace_back("X-Setup-Version", std::to_string((*newest)->version));
        return http_response{};
    };
    co_await parts.archived->run(std::move(job));
}

awaitable<http_response> read_setup(api_parts parts, http_call call) {
    const std::string serial = call.parameters[0];
    std::uint16_t number = 0;
    std::int64_t version = 0;
    if (!read_number(call, number)) co_return problem(400, number_expected);
    if (!read_version(call, "version", version)) co_return problem(400, expected_version("version"));
    if (version > 0) {
        std::function<http_response(store_reader&)> job = [=](store_reader& from) {
            return show_version(from, serial, number, version);
        };
        co_return co_await parts.archived->run(std::move(job));
    }
    const auto machine = co_await parts.live->machine(serial);
    if (!machine) co_return unknown_machine();
    uploaded_setup got = co_await parts.transfers->upload(serial, number);
    if (auto failed = transfer_problem(got.end)) co_return std::move(*failed);
    const std::string sha256 = sha256_hex(got.content);
    http_response response = content_response(sha256, {});
    archived_setup what{machine->id, serial, number, setup_origin::upload, {}, got.crc32, sha256};
    co_await archive(parts, std::move(what), got.content, &response);
    response.body = std::move(got.content);
    co_return response;
}

/// What a PUT sends: its body, or a version of the archive.
awaitable<std::optional<http_response>> content_to_send(api_parts parts, const http_call* call, std::uint16_t number,
                                                        std::string* content) {
    std::int64_t version = 0;
    if (!read_version(*call, "version", version)) co_return problem(400, expected_version("version"));
    if ((version > 0) != content->empty())
        co_return problem(400, "expected either the set-up as the body, or ?version= of the archive and no body");
    if (version > 0) {
        version_found got;
        std::function<http_response(store_reader&)> job = [&](store_reader& from) {
            got = find_version(from, call->parameters[0], number, version);
            return http_response{};
        };
        co_await parts.archived->run(std::move(job));
        if (got.failure) co_return got.failure;
        if (!got.found) co_return problem(503, "the host is stopping");
        *content = std::move(got.found->content);
    }
    if (content->size() > parts.transfers->settings().max_size)
        co_return problem(413, "the set-up is larger than link.max_setup_size");
    co_return std::nullopt;
}

awaitable<http_response> write_setup(api_parts parts, http_call call) {
    const std::string serial = call.parameters[0];
    std::uint16_t number = 0;
    if (!read_number(call, number)) co_return problem(400, number_expected);
    const std::string* remark = call.target.find("remark");
    if (remark != nullptr && remark->size() > longest_remark)
        co_return problem(400, "remark: expected at most 200 bytes");
    const auto machine = co_await parts.live->machine(serial);
    if (!machine) co_return unknown_machine();
    std::string content = std::move(call.request.body);
    auto wrong = co_await content_to_send(parts, &call, number, &content);
    if (wrong) co_return std::move(*wrong);

    const transfer_end end = co_await parts.transfers->download(serial, number, content);
    if (auto failed = transfer_problem(end)) co_return std::move(*failed);
    const std::string sha256 = sha256_hex(content);
    http_response response{204, "", {}};
    response.headers.emplace_back("ETag", '"' + sha256 + '"');
    archived_setup what{machine->id, serial, number, setup_origin::download, remark == nullptr ? "" : *remark,
                        0,           sha256};
    what.crc32 = protocol::checksum(std::as_bytes(std::span(content)));
    co_await archive(parts, std::move(what), content, &response);
    co_return response;
}

enum class sides { both, only_from, only_to };

std::string changes_json(const std::vector<changed_parameter>& changes, sides shown) {
    std::string out = "[";
    for (const auto& each : changes) {
        if (out.size() > 1) out += ',';
        json_fields item(out);
        item.text("parameter", each.parameter);
        if (shown != sides::only_to) item.text("from", each.from);
        if (shown != sides::only_from) item.text("to", each.to);
        item.close();
    }
    return out + ']';
}

void describe(field_sink& into, const setup_difference& difference) {
    into.json("changed", changes_json(difference.changed, sides::both), json_kind::array);
    into.json("added", changes_json(difference.added, sides::only_to), json_kind::array);
    into.json("removed", changes_json(difference.removed, sides::only_from), json_kind::array);
}

http_response show_difference(store_reader& reader, const std::string& serial, std::uint16_t number, std::int64_t from,
                              std::int64_t to) {
    auto before = find_version(reader, serial, number, from);
    if (before.failure) return std::move(*before.failure);
    auto after = find_version(reader, serial, number, to);
    if (after.failure) return std::move(*after.failure);
    const auto difference = compare_setups(before.found->content, after.found->content);
    if (difference.what == setup_difference::fate::no_text)
        return problem(422, "the versions differ, but are not both text");
    if (difference.what == setup_difference::fate::too_long)
        return problem(422, "the versions differ, but have too many lines to compare");
    http_response response;
    json_fields document(response.body);
    describe(document, difference);
    document.close();
    return response;
}

awaitable<http_response> compare_versions(api_parts parts, http_call call) {
    std::uint16_t number = 0;
    std::int64_t from = 0, to = 0;
    if (!read_number(call, number)) co_return problem(400, number_expected);
    if (!read_version(call, "from", from) || from == 0) co_return problem(400, expected_version("from"));
    if (!read_version(call, "to", to) || to == 0) co_return problem(400, expected_version("to"));
    std::function<http_response(store_reader&)> job = [=, serial = call.parameters[0]](store_reader& reader) {
        return show_difference(reader, serial, number, from, to);
    };
    co_return co_await parts.archived->run(std::move(job));
}

}  // namespace

std::vector<http_route> setup_routes(const api_parts& parts) {
    constexpr std::string_view version_schema = R"({"type":"integer","minimum":1})";
    constexpr query_key version_key{"version", version_schema, "of the archive"};
    std::vector<http_route> routes;
    routes.push_back({.method = "GET",
                      .pattern = "/api/v1/machines/{serial}/setups/{n}",
                      .summary = "Reads a set-up from the machine and archives it; ?version= takes it from the archive "
                                 "instead. X-Setup-Version tells the version, ETag the SHA-256",
                      .query = {version_key},
                      .answers = answer_kind::bytes,
                      .fields = {},
                      .handler = [parts](http_call call) { return read_setup(parts, std::move(call)); }});
    routes.push_back({.method = "PUT",
                      .pattern = "/api/v1/machines/{serial}/setups/{n}",
                      .summary = "Sends a set-up to the machine and archives it once the machine has applied it; "
                                 "?version= sends one of the archive. ?remark= is kept with it",
                      .query = {version_key, {"remark", R"({"type":"string","maxLength":200})", "is kept with it"}},
                      .max_body = parts.transfers->settings().max_size,
                      .answers = answer_kind::nothing,
                      .fields = {},
                      .handler = [parts](http_call call) { return write_setup(parts, std::move(call)); }});
    routes.push_back(
        {.method = "GET",
         .pattern = "/api/v1/machines/{serial}/setups/{n}/diff",
         .summary = "How two archived versions differ, by parameter; ?from=&to=",
         .query = {{"from", version_schema, "the version before"}, {"to", version_schema, "the version after"}},
         .fields = [](field_sink& into) { describe(into, setup_difference{}); },
         .handler = [parts](http_call call) { return compare_versions(parts, std::move(call)); }});
    return routes;
}

}  // namespace husky::host
