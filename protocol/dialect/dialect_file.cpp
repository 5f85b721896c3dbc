#include "protocol/dialect/dialect_file.hpp"

#include <yaml-cpp/yaml.h>

#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

namespace husky::protocol {

namespace {

/// The variables that a dialect file is bound to before they go into a dialect.
struct dialect_file {
    dialect wire_dialect;
    bool nul_pad = false;
    std::array<std::uint16_t, message_count> codes{};
    std::array<std::uint16_t, text_slot_count> widths{};

    dialect_file() {
        for (message_index at = 0; at < message_count; ++at)
            codes[at] = wire_dialect.code(at);
        for (std::size_t slot = 0; slot < text_slot_count; ++slot)
            widths[slot] = static_cast<std::uint16_t>(wire_dialect.width(slot));
    }

    settings::schema describe() {
        settings::schema s("dialect");
        s.text("dialect", wire_dialect.name, "name of this dialect");
        s.choice("byte_order", wire_dialect.order, {{"little", byte_order::little}, {"big", byte_order::big}},
                 "order of the bytes of every integer and f32");
        s.choice("word_order", wire_dialect.words, {{"normal", word_order::normal}, {"swapped", word_order::swapped}},
                 "swapped: the two 16-bit halves of every 4-byte value (u32, i32, f32) are exchanged");
        s.boolean("size_includes_header", wire_dialect.size_includes_header,
                  "false: message_size counts the fields only, 4 bytes less");
        s.choice("pad", nul_pad, {{"space", false}, {"nul", true}}, "padding that fills a text up to its width");
        s.text("date_format", wire_dialect.date_format, "pattern of YYYY, YY, MM and DD");
        s.text("time_format", wire_dialect.time_format, "pattern of HH, MM and SS");
        s.group("codes");
        for (message_index at = 0; at < message_count; ++at) {
            if (traits_of(at).kind == message_kind::response) continue;
            s.integer(traits_of(at).name, codes[at], 1, 0x7FFF, "", "command code; the response follows it");
        }
        s.group("text_widths");
        std::size_t slot = 0;
        for_each_text_slot([&](std::string_view message, std::string_view field, std::size_t) {
            s.integer(std::string(message) + "." + std::string(field), widths[slot++], 0, 65535, "bytes",
                      "width of the text");
        });
        s.group("value_types");
        s.integer("f32", wire_dialect.value_types[1], 0, 255, "", "value_type of an f32");
        s.integer("i32", wire_dialect.value_types[2], 0, 255, "", "value_type of an i32");
        s.integer("text", wire_dialect.value_types[3], 0, 255, "", "value_type of a text");
        s.group("ports");
        s.integer("host", wire_dialect.ports.host, 1, 65535, "", "where a host listens for machines");
        s.integer("machine", wire_dialect.ports.machine, 1, 65535, "", "where a machine listens for its host");
        s.integer("lpd", wire_dialect.ports.lpd, 1, 65535, "", "where a host listens for print jobs");
        return s;
    }

    dialect finish() {
        wire_dialect.pad = nul_pad ? '\0' : ' ';
        for (message_index at = 0; at < message_count; ++at)
            if (traits_of(at).kind != message_kind::response) wire_dialect.set_code(at, codes[at]);
        for (std::size_t slot = 0; slot < text_slot_count; ++slot)
            wire_dialect.set_width(slot, widths[slot]);
        return wire_dialect;
    }
};

}  // namespace

dialect parse_dialect(const std::string& yaml, const std::string& source) {
    dialect_file file;
    settings::places given;
    settings::load_text(file.describe(), yaml, source, &given);
    dialect wire_dialect = file.finish();
    if (const auto wrong = wire_dialect.check()) {
        if (given.find(wrong->field) == nullptr) given.note(wrong->field, {source, 1, wrong->field});
        given.fail_at(wrong->field, wrong->text);
    }
    return wire_dialect;
}

dialect load_dialect(const std::string& file) {
    return file.empty() ? default_dialect() : parse_dialect(settings::read_file(file), file);
}

bool is_dialect_file(const std::string& yaml) {
    YAML::Node top;
    try {
        top = YAML::Load(yaml);
    } catch (const YAML::Exception&) {
        return false;
    }
    if (!top.IsMap()) return false;
    dialect_file known;
    const auto described = known.describe();
    for (const auto& k : described.keys()) {
        const auto name = k.path.substr(0, k.path.find('.'));
        if (name != "dialect" && top[name]) return true;
    }
    return top.size() == 1 && top["dialect"];
}

std::string dialect_json_schema() {
    dialect_file file;
    return settings::json_schema(file.describe());
}

std::string dialect_reference() {
    dialect_file file;
    return settings::markdown_table(file.describe());
}

}  // namespace husky::protocol
