#include "protocol/by_name/field_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"

namespace husky::protocol {

namespace {

using visitor = std::function<void(const placed_field&)>;

class walker {
  public:
    walker(const frame& f, const dialect& d, const visitor& visit)
        : in_(f.fields, d), bytes_(f.bytes), dialect_(d), visit_(visit) {}

    void walk(const std::vector<field_layout>& fields, std::size_t depth, std::size_t element) {
        for (const auto& field : fields) {
            if (!in_.ok()) return;
            placed_field placed{&field, field.kind, depth, element, at(), {}, 0};
            if (field.kind == field_kind::repeat)
                walk_list(placed);
            else if (field.kind == field_kind::any_value)
                walk_value(placed);
            else
                walk_bytes(placed, field.kind == field_kind::bytes ? last_ : field.width);
        }
    }

    walk_end finish() {
        if (in_.ok()) reached_ = at();
        return {in_.finish(), reached_};
    }

  private:
    [[nodiscard]] std::size_t at() const { return bytes_.size() - in_.left(); }

    void walk_list(placed_field& placed) {
        placed.number = last_;
        visit_(placed);
        // As decode does: no element is empty, so no false count is walked.
        if (last_ > in_.left()) return in_.fail(decode_fault::truncated);
        const auto count = last_;
        for (std::size_t i = 0; i < count && in_.ok(); ++i)
            walk(placed.layout->elements, placed.depth + 1, i);
    }

    void walk_value(placed_field& placed) {
        const auto& types = dialect_.value_types;
        const auto type = std::find(types.begin(), types.end(), last_);
        if (type == types.end()) return in_.fail(decode_fault::unknown_value_type);
        constexpr std::array kinds{field_kind::any_value, field_kind::f32, field_kind::i32, field_kind::text};
        placed.kind = kinds[static_cast<std::size_t>(type - types.begin())];
        if (placed.kind == field_kind::any_value) return visit_(placed);  // unavailable: no bytes
        walk_bytes(placed, placed.kind == field_kind::text ? placed.layout->width : 4);
    }

    void walk_bytes(placed_field& placed, std::size_t size) {
        reached_ = at();
        placed.bytes = in_.take_bytes(size);
        if (!in_.ok()) return;
        reached_ += size;
        if (placed.kind <= field_kind::f32) placed.number = wire_reader(placed.bytes, dialect_).take_number(size);
        last_ = placed.number;
        visit_(placed);
    }

    wire_reader in_;
    std::span<const std::byte> bytes_;
    const dialect& dialect_;
    const visitor& visit_;
    std::uint32_t last_ = 0;  ///< the number before: a count, a size or a value_type
    std::size_t reached_ = header_size;
};

}  // namespace

walk_end walk_fields(const frame& f, const message_layout& layout, const dialect& d, const visitor& visit) {
    walker walk(f, d, visit);
    walk.walk(layout.fields, 0, 0);
    return walk.finish();
}

std::string quoted(std::string_view text) {
    std::string json, out;
    append_json_string(json, text);
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto code = static_cast<unsigned char>(json[i]);
        const auto next = i + 1 < json.size() ? static_cast<unsigned char>(json[i + 1]) : 0U;
        if (code == 0x7F) {
            out += "\\u007f";
        } else if (code == 0xC2 && next < 0xA0) {  // U+0080 to U+009F
            out += fmt::format("\\u{:04x}", next);
            ++i;
        } else {
            out += json[i];
        }
    }
    return out;
}

std::string text_of(const placed_field& field) {
    switch (field.kind) {
        case field_kind::text: {
            std::string text;
            decode_text(field.bytes, text);
            return quoted(text);
        }
        case field_kind::bytes:
            return hex(field.bytes, " ");
        case field_kind::any_value:
            return "unavailable";
        case field_kind::f32:
            return fmt::format("{}", std::bit_cast<float>(field.number));
        case field_kind::i32:
            return fmt::format("{}", static_cast<std::int32_t>(field.number));
        default:
            break;
    }
    if (field.layout->word != nullptr) return fmt::format("{} ({})", field.number, field.layout->word(field.number));
    return fmt::format("{}", field.number);
}

}  // namespace husky::protocol
