#include "protocol/by_name/frame_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "protocol/messages/variable_names.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "protocol/wire/wire_text.hpp"
#include "settings/json_text.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

using layouts = std::vector<field_layout>;

/// A whole number, however it is written; 5.0 is one.
std::optional<std::int64_t> whole(const json::value& v) {
    if (v.is_int64()) return v.get_int64();
    if (v.is_uint64())
        return v.get_uint64() <= std::numeric_limits<std::int64_t>::max()
                   ? std::optional(static_cast<std::int64_t>(v.get_uint64()))
                   : std::nullopt;
    if (v.is_double() && std::floor(v.get_double()) == v.get_double() && std::abs(v.get_double()) < 1e15)
        return static_cast<std::int64_t>(v.get_double());
    return std::nullopt;
}

std::optional<std::uint32_t> whole_of(const field_layout& field, const json::value& v) {
    if (v.is_string()) return number_of_word(field, v.get_string());
    const auto number = whole(v);
    const auto [min, max] = range_of(field.kind);
    if (!number || *number < min || *number > max) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::optional<float> f32_of(const json::value& v) {
    if (v.is_null()) return std::numeric_limits<float>::quiet_NaN();
    if (v.is_string()) {
        if (v.get_string() == "nan") return std::numeric_limits<float>::quiet_NaN();
        if (v.get_string() == "inf") return std::numeric_limits<float>::infinity();
        if (v.get_string() == "-inf") return -std::numeric_limits<float>::infinity();
        return std::nullopt;
    }
    if (!v.is_number()) return std::nullopt;
    const double number = v.to_number<double>();
    if (std::abs(number) > static_cast<double>(std::numeric_limits<float>::max())) return std::nullopt;
    return static_cast<float>(number);
}

std::string shown(const json::value& v) {
    auto text = settings::json_text(v);
    if (text.size() > 40) text = text.substr(0, text.find_last_not_of("\x80\xBF", 37)) + "...";
    return text;
}

std::string expected_text(std::size_t width, const json::value& v) {
    const auto* text = v.if_string();
    if (text == nullptr) return fmt::format("expected a text of at most {} characters, got {}", width, shown(v));
    const auto length = wire_length(*text);
    if (!length) return fmt::format("has a character that Latin-1 lacks: {}", shown(v));
    return fmt::format("a text of {} characters does not fit {}", *length, width);
}

bool is_count_of(const layouts& fields, std::size_t at) {
    if (at + 1 == fields.size()) return false;
    const auto next = fields[at + 1].kind;
    return next == field_kind::repeat || next == field_kind::bytes || next == field_kind::any_value;
}

class builder {
  public:
    builder(const message_layouts& known, std::vector<std::byte>& out) : layouts_(&known), out_(&out) {}

    bool message(const layouts& fields, const json::object& given) {
        if (const auto* keyed = by_variable(fields, given)) {
            json::object listed(given);
            listed.erase("variables");
            json::array values;
            if (auto problem = values_by_variable(keyed->as_object(), values)) {
                problem_ = std::move(problem);
                return false;
            }
            listed["values"] = std::move(values);
            return put_fields(fields, listed, "");
        }
        return put_fields(fields, given, "");
    }
    [[nodiscard]] std::optional<field_problem>& problem() { return problem_; }

  private:
    bool fail(const std::string& field, std::string text) {
        problem_ = field_problem{field, std::move(text)};
        return false;
    }

    static const json::value* by_variable(const layouts& fields, const json::object& given) {
        const auto* keyed = given.if_contains("variables");
        if (keyed == nullptr || !keyed->is_object() || given.contains("values")) return nullptr;
        const bool has_values = std::any_of(fields.begin(), fields.end(), [](const field_layout& f) {
            return f.kind == field_kind::repeat && f.elements.back().kind == field_kind::any_value;
        });
        return has_values ? keyed : nullptr;
    }

    bool put_fields(const layouts& fields, const json::object& given, const std::string& prefix) {
        for (const auto& each : given)
            if (std::none_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == each.key(); }))
                return fail(prefix + std::string(each.key()), "unknown field; known here: " + names_of(fields, "none"));
        for (std::size_t at = 0; at < fields.size(); ++at) {
            const auto& field = fields[at];
            const auto* held = given.if_contains(field.name);
            if (is_count_of(fields, at) && held == nullptr) {
                if (!put_count(fields[at + 1], given.if_contains(fields[at + 1].name), prefix)) return false;
            } else if (is_count_of(fields, at) && fields[at + 1].kind == field_kind::any_value) {
                if (!put_value_type(*held, prefix)) return false;
            } else if (!put(field, held, prefix + std::string(field.name))) {
                return false;
            }
            if (out_->size() > max_bytes) return fail("", "is larger than a message can be");
        }
        return true;
    }

    bool put_count(const field_layout& of, const json::value* given, const std::string& prefix) {
        if (of.kind == field_kind::any_value) return put_derived_type(given);
        std::size_t count = 0;
        const auto name = prefix + std::string(of.name);
        if (given != nullptr && of.kind == field_kind::repeat) {
            if (!given->is_array()) return fail(name, "expected a list");
            count = given->get_array().size();
        } else if (given != nullptr) {
            const auto raw = given->is_string() ? bytes_from_hex(given->get_string()) : std::nullopt;
            if (!raw) return fail(name, "expected bytes in hexadecimal, as \"de ad\"");
            count = raw->size();
        }
        if (count > 0xFFFF) return fail(name, "is larger than a message can be");
        put_number(static_cast<std::uint32_t>(count), 2);
        return true;
    }

    bool put_derived_type(const json::value* given) {
        value_type_ = value_kind::unavailable;
        if (given != nullptr && given->is_string())
            value_type_ = value_kind::text;
        else if (given != nullptr && given->is_number())
            value_type_ = type_of_number(*given);
        put_number(layouts_->wire_dialect().value_types[static_cast<std::size_t>(value_type_)], 1);
        return true;
    }

    [[nodiscard]] value_kind type_of_number(const json::value& v) const {
        if (v.is_double()) return value_kind::f32;
        return last_ >= 6 && sort_of(static_cast<variable_id>(last_)) == variable_sort::measured ? value_kind::f32
                                                                                                 : value_kind::i32;
    }

    bool put_value_type(const json::value& given, const std::string& prefix) {
        constexpr std::array<std::string_view, 4> words{"unavailable", "f32", "i32", "text"};
        const auto& types = layouts_->wire_dialect().value_types;
        auto code = whole(given);
        for (std::size_t i = 0; i < words.size(); ++i)
            if (given.is_string() && given.get_string() == words[i]) code = types[i];
        if (!code || *code < 0 || *code > 0xFF)
            return fail(prefix + "value_type", "expected f32, i32, text, unavailable or a number from 0 to 255");
        const auto at = std::find(types.begin(), types.end(), static_cast<std::uint8_t>(*code));
        value_type_ = at == types.end() ? value_kind::unavailable : static_cast<value_kind>(at - types.begin());
        put_number(static_cast<std::uint32_t>(*code), 1);
        return true;
    }

    bool put(const field_layout& field, const json::value* given, const std::string& path) {
        static const json::value zero(0), empty("");
        switch (field.kind) {
            case field_kind::text:
                return put_text(field.width, given == nullptr ? empty : *given, path);
            case field_kind::bytes:
                return put_bytes(given, path);
            case field_kind::any_value:
                return put_value(field, given, path);
            case field_kind::repeat:
                return put_list(field, given, path);
            default:
                return put_number_field(field, given == nullptr ? zero : *given, path);
        }
    }

    bool put_number_field(const field_layout& field, const json::value& given, const std::string& path) {
        if (const auto problem = cannot_hold(field, given)) return fail(path, *problem);
        const auto bits =
            field.kind == field_kind::f32 ? std::bit_cast<std::uint32_t>(*f32_of(given)) : *whole_of(field, given);
        put_number(bits, field.width);
        last_ = bits;
        return true;
    }

    bool put_text(std::size_t width, const json::value& given, const std::string& path) {
        const auto* text = given.if_string();
        const auto length = text == nullptr ? std::nullopt : wire_length(*text);
        if (!length || *length > width) return fail(path, expected_text(width, given));
        const auto at = out_->size();
        out_->resize(at + width);
        encode_text(*text, std::span(*out_).subspan(at), layouts_->wire_dialect().pad);
        return true;
    }

    bool put_bytes(const json::value* given, const std::string& path) {
        if (given == nullptr) return true;
        const auto raw = given->is_string() ? bytes_from_hex(given->get_string()) : std::nullopt;
        if (!raw) return fail(path, "expected bytes in hexadecimal, as \"de ad\"");
        out_->insert(out_->end(), raw->begin(), raw->end());
        return true;
    }

    static field_layout as(const field_layout& value, field_kind kind) {
        return {value.name, kind, 4, value.known, value.meaning};
    }

    bool put_value(const field_layout& field, const json::value* given, const std::string& path) {
        static const json::value zero(0), empty("");
        switch (value_type_) {
            case value_kind::text:
                return put_text(field.width, given == nullptr ? empty : *given, path);
            case value_kind::f32:
                return put_number_field(as(field, field_kind::f32), given == nullptr ? zero : *given, path);
            case value_kind::i32:
                return put_number_field(as(field, field_kind::i32), given == nullptr ? zero : *given, path);
            case value_kind::unavailable:
                break;
        }
        if (given == nullptr || given->is_null()) return true;
        return fail(path, "an unavailable value, or one of an unknown type, has no bytes");
    }

    bool put_list(const field_layout& field, const json::value* given, const std::string& path) {
        if (given == nullptr) return true;
        if (!given->is_array()) return fail(path, "expected a list");
        std::size_t number = 0;
        for (const auto& element : given->get_array()) {
            const auto at = fmt::format("{}.{}", path, number++);
            if (element.is_object()) {
                if (!put_fields(field.elements, element.get_object(), at + ".")) return false;
            } else if (field.elements.size() != 1) {
                return fail(at, "expected " + names_of(field.elements, "none"));
            } else if (!put(field.elements.front(), &element, at)) {
                return false;
            }
            if (out_->size() > max_bytes) return fail("", "is larger than a message can be");
        }
        return true;
    }

    void put_number(std::uint32_t bits, std::size_t width) {
        const auto at = out_->size();
        out_->resize(at + width);
        wire_writer(out_->data() + at, layouts_->wire_dialect()).put_number(bits, width);
    }

    static constexpr std::size_t max_bytes = 65535 + header_size;

    const message_layouts* layouts_;
    std::vector<std::byte>* out_;
    std::optional<field_problem> problem_;
    std::uint32_t last_ = 0;  ///< the number before: a variable's id, in front of its value
    value_kind value_type_ = value_kind::unavailable;
};

}  // namespace

std::optional<std::string> cannot_hold(const field_layout& field, const json::value& v) {
    if (field.kind == field_kind::text) {
        const auto length = v.is_string() ? wire_length(v.get_string()) : std::nullopt;
        if (length && *length <= field.width) return std::nullopt;
        return expected_text(field.width, v);
    }
    if (field.kind == field_kind::bytes) {
        if (v.is_string() && bytes_from_hex(v.get_string())) return std::nullopt;
        return "expected bytes in hexadecimal, as \"de ad\", got " + shown(v);
    }
    if (field.kind == field_kind::f32) {
        if (f32_of(v)) return std::nullopt;
        return "expected a number that an f32 holds, got " + shown(v);
    }
    if (field.kind == field_kind::any_value || field.kind == field_kind::repeat) return std::nullopt;
    if (whole_of(field, v)) return std::nullopt;
    const auto [min, max] = range_of(field.kind);
    return fmt::format("expected a whole number from {} to {}, got {}", min, max, shown(v));
}

std::optional<field_problem> values_by_variable(const json::object& keyed, json::array& out) {
    for (const auto& [name, held] : keyed) {
        const auto id = variable_by_name(name);
        if (!id) return field_problem{"variables." + std::string(name), "no variable has this name"};
        out.push_back(json::object{{"variable_id", *id}, {"value", held}});
    }
    return std::nullopt;
}

std::optional<field_problem> build_frame(const message_layouts& layouts, message_index message,
                                         const json::object& fields, const head_override& head,
                                         std::vector<std::byte>& out) {
    const auto& d = layouts.wire_dialect();
    std::vector<std::byte> built(header_size);
    builder build(layouts, built);
    if (!build.message(layouts.layout(message).fields, fields)) return std::move(build.problem());
    if (built.size() > d.max_message()) return field_problem{"", "is larger than a message can be"};
    wire_writer to(built.data(), d);
    to.put(head.size.value_or(static_cast<std::uint16_t>(built.size() - d.size_offset())));
    to.put(head.command.value_or(d.code(message)));
    out.insert(out.end(), built.begin(), built.end());
    return std::nullopt;
}

}  // namespace husky::protocol
