// Any JSON as the fields of any message: what is built is a message that a walk finds no fault in, unless a count or a
// type was given wrong on purpose; and any bytes as a frame: every field that a path names is found or not, and told.
#include <boost/json.hpp>

#include "protocol/by_name/frame_builder.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using namespace husky::protocol;
namespace json = boost::json;

namespace {

dialect swapped_words() {
    dialect d;
    d.order = byte_order::big;
    d.words = word_order::swapped;
    return d;
}

const message_layouts& book_by(std::uint8_t choice) {
    static const dialect other = swapped_words();
    static const message_layouts usual(default_dialect()), swapped(other);
    return choice % 4 < 2 ? usual : swapped;
}

void build(const message_layouts& book, message_index message, std::string_view text) {
    boost::system::error_code failed;
    const auto fields = json::parse(text, failed);
    if (failed || !fields.is_object()) return;
    std::vector<std::byte> out;
    const auto problem = build_frame(book, message, fields.get_object(), {}, out);
    fuzz::require(problem.has_value() == out.empty());
    if (problem) return;
    fuzz::require(out.size() <= book.wire_dialect().max_message());
    const frame f{book.wire_dialect().code(message), std::span<const std::byte>(out).subspan(header_size), out};
    fuzz::require(line_of(f, message, book, 200).size() <= 200);
}

void look(const message_layouts& book, message_index message, std::string_view path, std::span<const std::byte> bytes) {
    const frame f{book.wire_dialect().code(message), bytes.subspan(std::min(bytes.size(), header_size)), bytes};
    fuzz::require(line_of(f, message, book, 100).size() <= 100);
    const auto found = book.find_field(message, path);
    if (const auto* at = std::get_if<field_path>(&found))
        fuzz::require(!book.value_at(f, *at) || at->field != nullptr);
    else
        fuzz::require(!std::get<std::string>(found).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const message_index message = script.take_byte() % message_count;
    const auto choice = script.take_byte();
    const auto& book = book_by(choice);
    const bool builds = choice % 2 == 0;
    if (builds) {
        const auto rest = script.take_rest();
        build(book, message, {reinterpret_cast<const char*>(rest.data()), rest.size()});
        return 0;
    }
    const auto path = script.take(script.take_byte() % 32);
    look(book, message, {reinterpret_cast<const char*>(path.data()), path.size()}, script.take_rest());
    return 0;
}
