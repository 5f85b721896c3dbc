#include "server/api/documents/frame_decoder.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>

#include "protocol/by_name/message_json.hpp"
#include "protocol/messages/value.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/json_text.hpp"

namespace husky::host {

namespace {

namespace json = boost::json;

std::optional<std::string_view> text_at(const json::object& told, std::string_view key) {
    const auto* found = told.if_contains(key);
    if (found == nullptr) return std::nullopt;
    return std::string_view(found->get_string());
}

std::string object_at(const json::object& told, std::string_view key) {
    const auto* found = told.if_contains(key);
    return found == nullptr ? "{}" : settings::json_text(*found);
}

/// {"offset":4,"size":16,"name":"serial_number","value":"HY-0001","provenance":"documented"}: a row for each piece of a
/// message, its head and what cannot be decoded included. Names of elements are paths, as faults and scenarios write
/// them: variables.0.variable_id.
class layout_writer {
  public:
    std::string text = "[";

    void head(std::span<const std::byte> bytes, std::uint16_t command, const protocol::dialect& d,
              std::optional<protocol::provenance> code) {
        const auto size = protocol::wire_reader(bytes.first(2), d).take<std::uint16_t>();
        add(0, 2, "message_size", std::to_string(size), protocol::provenance::documented);
        add(2, 2, "command", std::to_string(command), code);
    }
    void operator()(const protocol::placed_field& field) {
        if (field.kind == protocol::field_kind::repeat) {
            list_ = field.layout->name;
            return;  // its count is a row already
        }
        const auto name = field.depth == 0 ? std::string(field.layout->name)
                                           : fmt::format("{}.{}.{}", list_, field.element, field.layout->name);
        add(field.offset, field.bytes.size(), name, settings::json_text(protocol::value_of(field)),
            field.layout->known);
    }
    void rest(std::size_t offset, std::size_t size) {
        if (size > 0) add(offset, size, std::nullopt, "null", std::nullopt);
    }

  private:
    void add(std::size_t offset, std::size_t size, std::optional<std::string_view> name, std::string value,
             std::optional<protocol::provenance> known) {
        field_list row;
        row.integer("offset", static_cast<std::int64_t>(offset));
        row.integer("size", static_cast<std::int64_t>(size));
        row.text("name", name);
        row.json("value", std::move(value), answer_field::type::any);
        row.text("provenance", known ? std::optional(protocol::name(*known)) : std::nullopt);
        if (text.size() > 1) text += ',';
        append_json(text, row);
    }

    std::string_view list_;
};

}  // namespace

const protocol::message_layouts& frame_decoder::layouts_of(const protocol::dialect& d) {
    return layouts_.try_emplace(&d, d).first->second;
}

field_list frame_decoder::decode(const copied_frame& f) {
    json::object told;
    protocol::frame frame;
    layout_writer layout;
    if (f.about.wire_dialect != nullptr && f.bytes.size() >= protocol::header_size) {
        const auto& dialect = *f.about.wire_dialect;
        frame = protocol::frame_of(f.bytes, dialect);
        told = protocol::to_json(frame, dialect, f.about.on);
        const auto message = dialect.find(frame.command, f.about.on);
        layout.head(f.bytes, frame.command, dialect,
                    message ? std::optional(protocol::traits_of(*message).marks.code) : std::nullopt);
        auto end = protocol::header_size;
        if (message)
            end = protocol::walk_fields(frame, layouts_of(dialect).layout(*message), dialect, std::ref(layout)).offset;
        layout.rest(end, f.bytes.size() - end);
    }
    const auto name = text_at(told, "name");
    field_list into;
    into.integer("number", static_cast<std::int64_t>(f.number));
    into.time("time", f.about.time);
    into.text("serial", f.serial);
    into.text("direction", frame_direction_names[static_cast<std::size_t>(f.about.direction)]);
    into.text("name", name.value_or("unknown"));
    into.integer("code", frame.command);
    into.integer("size", static_cast<std::int64_t>(f.bytes.size()));
    into.text("provenance", text_at(told, "provenance"));
    into.json("provenance_of", object_at(told, "provenance_of"), answer_field::type::object);
    into.text("fault", name ? text_at(told, "fault") : "unknown command");
    into.json("fields", object_at(told, "fields"), answer_field::type::object);
    into.json("layout", layout.text + ']', answer_field::type::array);
    into.text("bytes", protocol::hex(f.bytes));
    return into;
}

}  // namespace husky::host
