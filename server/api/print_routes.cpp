// The files of what was printed to a machine's queue.
#include <utility>

#include "protocol/wire/text.hpp"
#include "server/api/api.hpp"
#include "server/api/documents/etag.hpp"
#include "server/http/query_problem.hpp"
#include "server/http/target.hpp"
#include "server/setups/sha256.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

constexpr std::string_view id_expected = "expected the id of a print in the path, from 1 up";
constexpr std::string_view unknown_print = "no such print of that machine, or no such file of it";

http_response show(printed_file file, const std::string& name) {
    http_response response;
    const bool is_text = file.type == "text/plain";
    const bool shows = is_text || file.type == "image/png";
    response.content_type = std::move(file.type);
    if (is_text) response.content_type += protocol::is_utf8(file.content) ? "; charset=utf-8" : "; charset=iso-8859-1";
    response.body = std::move(file.content);
    put_etag(response, sha256_hex(response.body));
    response.headers.emplace_back(
        "Content-Disposition",
        (shows ? "inline; filename*=UTF-8''" : "attachment; filename*=UTF-8''") + percent_encoded(name));
    return response;
}

awaitable<http_response> show_file(query_thread* queries, http_call call) {
    const auto id = settings::parse<std::int64_t>(call.parameters[1]);
    if (!id || *id < 1) co_return problem(400, id_expected);
    const std::string serial = call.parameters[0], name = call.parameters[2];
    const auto query = [serial, id, name](store_reader& from) { return from.print_file(serial, *id, name); };
    auto found = co_await queries->ask(query);
    if (auto failed = query_problem(found, unknown_print)) co_return std::move(*failed);
    co_return show(std::move(**found), name);
}

}  // namespace

std::vector<http_route> print_routes(const api_parts& parts) {
    return {{.method = "GET",
             .pattern = "/api/v1/machines/{serial}/prints/{id}/{file}",
             .summary = "A printed file, of the type that its content tells: PNG, text, PostScript or bytes",
             .answers = answer_kind::any_file,
             .handler = [queries = &parts.storage->archive_queries()](http_call call) {
                 return show_file(queries, std::move(call));
             }}};
}

}  // namespace husky::host
