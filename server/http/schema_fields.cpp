#include "server/http/schema_fields.hpp"

namespace husky::host {

void schema_fields::property(std::string_view name, std::string_view type, std::string_view format, bool nullable,
                             std::string_view description) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += R"(":{"type":)";
    if (nullable) out_ += '[';
    out_ += type;
    if (nullable) out_ += R"(,"null"])";
    if (!format.empty()) {
        out_ += R"(,"format":")";
        out_ += format;
        out_ += '"';
    }
    if (!description.empty()) {
        out_ += R"(,"description":")";
        out_ += description;
        out_ += '"';
    }
    out_ += '}';
}

}  // namespace husky::host
