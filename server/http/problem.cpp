#include "server/http/problem.hpp"

#include "server/http/json_fields.hpp"

namespace husky::host {

std::string_view reason_phrase(unsigned status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Error";
    }
}

http_response problem(unsigned status, std::string_view detail, std::optional<int> result) {
    http_response response{status, "application/problem+json", {}};
    json_fields document(response.body);
    document.text("type", "about:blank");
    document.text("title", reason_phrase(status));
    document.integer("status", status);
    document.text("detail", detail);
    if (result) document.integer("result", *result);
    document.close();
    return response;
}

http_response unknown_machine() { return problem(404, "no machine of that serial has reported"); }

}  // namespace husky::host
