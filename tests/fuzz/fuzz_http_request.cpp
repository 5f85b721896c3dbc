// What a client sends on a connection of the HTTP server, in pieces of the size that the first byte says.
#include "server/http/connection/compression.hpp"
#include "server/http/connection/request_reader.hpp"
#include "server/http/page_rules.hpp"
#include "server/http/target.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

constexpr host::http_limits limits{.max_header = 4096, .max_body = 2048};
constexpr std::size_t max_large_body = 8192;

std::uint64_t large_for_puts(const host::http_request& head) { return head.method == "PUT" ? max_large_body : 0; }

/// What the router asks of a request before any handler sees it.
void use(const host::http_request& request) {
    fuzz::require(request.body.size() <= (request.method == "PUT" ? max_large_body : limits.max_body));
    const auto target = host::parse_target(request.target);
    fuzz::require(!target || !target->segments.empty());
    host::http_response answer;
    answer.body.assign(1500, 'x');
    host::compress(answer, request.accept_encoding);
    fuzz::require(answer.body.size() == 1500 || host::takes_gzip(request.accept_encoding));
    static_cast<void>(host::is_own_name(request.host, {"plant.example"}));
    static_cast<void>(host::is_foreign(request));
    static_cast<void>(host::is_json(request.content_type));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    using step = host::request_reader::step;
    const std::size_t piece = 1 + data[0];
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    boost::beast::flat_buffer buffer(limits.max_header + static_cast<std::size_t>(limits.max_body));
    const host::body_rule bodies = large_for_puts;
    std::size_t large = 0;
    for (bool open = true; open;) {
        host::request_reader reader({limits, bodies, large});
        step now = reader.take(buffer);
        while (now == step::wants_leave || (now == step::wants_more && !rest.empty())) {
            if (now == step::wants_more) {
                const std::size_t n = std::min({piece, rest.size(), buffer.max_size() - buffer.size()});
                fuzz::require(n > 0);
                const auto room = buffer.prepare(n);
                std::copy_n(rest.data(), n, static_cast<char*>(room.data()));
                buffer.commit(n);
                rest.remove_prefix(n);
            }
            now = reader.take(buffer);
        }
        const host::received_request got = reader.result();
        fuzz::require((now == step::refused) == got.refusal.has_value());
        if (now == step::complete) use(got.request);
        open = now == step::complete && got.keep_alive;
    }
    fuzz::require(large == 0);
    return 0;
}
