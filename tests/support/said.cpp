#include "tests/support/said.hpp"

#include <fmt/format.h>

#include "protocol/by_name/message_json.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::protocol {

namespace {

std::string in_words(const boost::json::object& message) {
    if (!message.contains("fields")) return "unreadable";
    const std::string name(message.at("name").as_string());
    const auto& fields = message.at("fields").as_object();
    if (name == "error" || name == "display_error")
        return fmt::format("{} {} to 0x{:04X}", name, fields.at("code").as_int64(), fields.at("command").as_int64());
    if (name == "cycle") return fmt::format("cycle {}", fields.at("values").at(0).at("value").as_int64());
    if (fields.contains("result")) return fmt::format("{} {}", name, fields.at("result").as_int64());
    return name;
}

}  // namespace

words said(std::span<const std::byte> stream, const dialect& d) {
    words all;
    frame_reader reader(d);
    reader.push(stream);
    while (const auto f = reader.next())
        all.push_back(in_words(to_json(*f, d)));
    if (reader.unfinished() > 0 || reader.broken()) all.emplace_back("broken");
    return all;
}

}  // namespace husky::protocol
