#include "server/web/page_routes.hpp"

#include <string>

#include "server/http/connection/compression.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Scripts and styles from this host alone and none inline, requests to this host alone, in nobody's frame.
constexpr const char* page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

http_response file_answer(const web_file& file, const http_request& request) {
    http_response answer;
    answer.content_type = file.content_type;
    // A weak one is of both forms, packed and unpacked. The browser keeps the file and asks each time whether it still
    // is the same.
    answer.headers = {
        {"ETag", "W/" + std::string(file.etag)},        {"Cache-Control", "no-cache"},      {"Vary", "Accept-Encoding"},
        {"Content-Security-Policy", page_policy},       {"Referrer-Policy", "no-referrer"}, {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Resource-Policy", "same-origin"}};
    if (takes_gzip(request.accept_encoding)) {
        answer.headers.emplace_back("Content-Encoding", "gzip");
        answer.body.assign(reinterpret_cast<const char*>(file.gzip.data()), file.gzip.size());
    } else {
        answer.body = unpack_gzip({reinterpret_cast<const char*>(file.gzip.data()), file.gzip.size()}, file.size);
    }
    return answer;
}

awaitable<http_response> show_file(web_file file, http_call call) { co_return file_answer(file, call.request); }

awaitable<http_response> tell_no_page() {
    http_response answer;
    answer.content_type = "text/plain; charset=utf-8";
    answer.body = "husky-host was built without its page (HUSKY_WEB=OFF). /openapi.json describes what can be asked.\n";
    co_return answer;
}

}  // namespace

std::vector<http_route> page_routes(std::span<const web_file> files) {
    std::vector<http_route> routes;
    for (const web_file& file : files)
        routes.push_back({.method = "GET",
                          .pattern = file.path,
                          .summary = "A file of the page",
                          .open = true,
                          .answers = answer_kind::any_file,
                          .handler = [file](http_call call) { return show_file(file, std::move(call)); }});
    if (files.empty())
        routes.push_back({.method = "GET",
                          .pattern = "/",
                          .summary = "Where the page would be",
                          .open = true,
                          .answers = answer_kind::text,
                          .handler = [](const http_call&) { return tell_no_page(); }});
    return routes;
}

}  // namespace husky::host
