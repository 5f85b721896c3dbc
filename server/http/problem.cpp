#include "server/http/problem.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "server/http/field_list.hpp"

namespace husky::host {

std::string_view reason_phrase(unsigned status) {
    static constexpr std::array<std::pair<unsigned, std::string_view>, 17> phrases{
        {{400, "Bad Request"},
         {401, "Unauthorized"},
         {403, "Forbidden"},
         {404, "Not Found"},
         {405, "Method Not Allowed"},
         {409, "Conflict"},
         {413, "Content Too Large"},
         {415, "Unsupported Media Type"},
         {421, "Misdirected Request"},
         {422, "Unprocessable Content"},
         {426, "Upgrade Required"},
         {429, "Too Many Requests"},
         {431, "Request Header Fields Too Large"},
         {500, "Internal Server Error"},
         {502, "Bad Gateway"},
         {503, "Service Unavailable"},
         {504, "Gateway Timeout"}}};
    const auto at =
        std::find_if(phrases.begin(), phrases.end(), [&](const auto& each) { return each.first == status; });
    return at == phrases.end() ? "Error" : at->second;
}

http_response problem(unsigned status, std::string_view detail, std::optional<int> result) {
    field_list document;
    document.text("type", "about:blank");
    document.text("title", reason_phrase(status));
    document.integer("status", status);
    document.text("detail", detail);
    if (result) document.integer("result", *result);
    auto response = json_document(document);
    response.status = status;
    response.content_type = "application/problem+json";
    return response;
}

http_response unknown_machine() { return problem(404, "no machine of that serial has reported"); }

}  // namespace husky::host
