#include <fmt/format.h>

#include "protocol/by_name/message_layouts.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/utf8.hpp"

namespace husky::protocol {

namespace {

constexpr std::size_t shown_elements = 3;
constexpr std::size_t max_value = 48;

void cut(std::string& text, std::size_t max) {
    if (text.size() <= max) return;
    text.resize(settings::whole_characters(text, max > 3 ? max - 3 : 0).size());
    text += "...";
}

std::string short_text_of(const placed_field& field) {
    if (field.kind == field_kind::bytes && field.bytes.size() > 8) {
        auto begin = field;
        begin.bytes = field.bytes.first(8);
        return fmt::format("{}... ({} bytes)", text_of(begin), field.bytes.size());
    }
    auto text = text_of(field);
    cut(text, max_value);
    return text;
}

std::string bytes_line(std::span<const std::byte> bytes, std::size_t max) {
    return hex(bytes.first(std::min(bytes.size(), (max + 1) / 3)), " ");
}

class line_writer {
  public:
    explicit line_writer(std::string& out) : out_(out) {}

    void operator()(const placed_field& field) {
        if (field.kind == field_kind::repeat) {
            open(field);
        } else if (field.depth == 0) {
            if (is_count(field)) return;
            fmt::format_to(std::back_inserter(out_), " {}={}", field.layout->name, short_text_of(field));
        } else if (field.element < shown_elements) {
            element(field);
        }
    }
    void close() {
        if (list_ == nullptr) return;
        if (elements_ > shown_elements) out_ += fmt::format(" +{}", elements_ - shown_elements);
        out_ += "]";
    }

  private:
    /// A number in front of a list or of bytes says nothing that they do not.
    static bool is_count(const placed_field& field) {
        return field.layout[0].name.starts_with("number") || field.layout[0].name == "data_size";
    }
    void open(const placed_field& field) {
        list_ = field.layout;
        elements_ = field.number;
        out_ += fmt::format(" {}=[", list_->name);
    }
    void element(const placed_field& field) {
        const auto* first = list_->elements.data();
        if (field.layout->name == "value_type" && list_->elements.back().kind == field_kind::any_value) return;
        const char* between = field.layout != first ? (is_value(field) ? "=" : ",") : field.element == 0 ? "" : " ";
        out_ += between + short_text_of(field);
    }
    [[nodiscard]] bool is_value(const placed_field& field) const {
        return field.layout == &list_->elements.back() && list_->elements.back().kind == field_kind::any_value;
    }

    std::string& out_;
    const field_layout* list_ = nullptr;
    std::size_t elements_ = 0;
};

}  // namespace

std::string line_of(const frame& f, std::optional<message_index> message, const message_layouts& layouts,
                    std::size_t max) {
    if (!message) return fmt::format("0x{:04X} ({})", f.command, bytes_line(f.bytes, max));
    std::string out = word_of(*message);
    line_writer write(out);
    const auto end = walk_fields(f, layouts.layout(*message), layouts.wire_dialect(), std::ref(write));
    write.close();
    if (end.fault != decode_fault::none) out += fmt::format(" ({} at byte {})", name(end.fault), end.offset);
    cut(out, max);
    return out;
}

}  // namespace husky::protocol
