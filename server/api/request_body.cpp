#include "server/api/request_body.hpp"

#include <boost/json/parse.hpp>

#include "settings/schema/load.hpp"

namespace husky::host {

std::string read_body(std::string_view text, const settings::schema& into) {
    if (text.empty()) return {};
    boost::system::error_code failed;
    const auto parsed = boost::json::parse(text, failed);
    if (failed) return "the body is not JSON: " + failed.message();
    if (!parsed.is_object()) return "expected a JSON object as the body";
    try {
        load(into, settings::node_of(parsed, {}, true));
    } catch (const settings::error& wrong) {
        return wrong.what();
    }
    return {};
}

}  // namespace husky::host
