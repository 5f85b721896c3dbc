#include "protocol/printing/control_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace husky::protocol::printing {

namespace {

/// The RFC's bounds of what write() writes.
constexpr std::size_t max_name = 31;  // host, user, class
constexpr std::size_t max_title = 79;
constexpr std::size_t max_job_name = 99;
constexpr std::size_t max_source_name = 131;

constexpr std::size_t max_file_name = 255;
constexpr std::string_view formats = "cdfglnoprtv";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool is_letter(char c) { return letters.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_visible(char c) {
    return !is_control(c) && static_cast<unsigned char>(c) < 0x80 && c != ' ' && c != '/' && c != '\\';
}

bool is_wire_name(std::string_view name, char first) {
    constexpr std::size_t digits_at = 3, host_at = 6;
    if (name.size() < host_at || name.size() > max_file_name) return false;
    if (name[0] != first || name[1] != 'f' || !is_letter(name[2])) return false;
    const auto number = name.substr(digits_at, host_at - digits_at);
    return std::all_of(number.begin(), number.end(), is_digit) && std::all_of(name.begin(), name.end(), is_visible);
}

std::string wire_name(char kind, char letter, unsigned number, std::string_view host) {
    std::string name = fmt::format("{}f{}{:03}", kind, letter, number % 1000);
    for (const char c : host.substr(0, max_name))
        name += is_visible(c) ? c : '_';
    return name;
}

/// Takes the lines of a control file one by one.
class reader {
  public:
    explicit reader(std::size_t max_files) : max_files_(max_files) {}

    void take(std::string_view line) {
        if (line.empty()) return;
        if (line.size() > max_control_line) return fail(control_fault::line_too_long);
        if (std::any_of(line.begin(), line.end(), [](char c) { return is_control(c) && c != '\t'; }))
            return fail(control_fault::control_character);
        const char code = line.front();
        const std::string_view operand = line.substr(1);
        if (formats.find(code) != std::string_view::npos) return print(code, operand);
        if (code == 'N') return name_file(operand);
        if (std::string* text = text_of(code)) *text = operand;
    }

    control_result end() {
        if (!fault_ && read_.files.empty()) fail(control_fault::nothing_to_print);
        if (fault_) return *fault_;
        return std::move(read_);
    }
    void fail(control_fault fault) {
        if (!fault_) fault_ = fault;
    }

  private:
    std::string* text_of(char code) {
        switch (code) {
            case 'H':
                return &read_.host;
            case 'P':
                return &read_.user;
            case 'J':
                return &read_.job_name;
            case 'C':
                return &read_.job_class;
            case 'L':
                return &read_.banner;
            case 'T':
                return &read_.title;
            case 'M':
                return &read_.mail;
            default:
                return nullptr;
        }
    }

    void print(char format, std::string_view data_file) {
        if (!is_data_file_name(data_file)) return fail(control_fault::bad_file_name);
        const auto at = std::find_if(read_.files.begin(), read_.files.end(),
                                     [&](const listed_file& each) { return each.data_file == data_file; });
        if (at != read_.files.end()) {
            ++at->copies;
            return;
        }
        if (read_.files.size() == max_files_) return fail(control_fault::too_many_files);
        read_.files.push_back({format, std::string(data_file), std::exchange(next_name_, {}), 1});
    }

    void name_file(std::string_view source_name) {
        if (read_.files.empty() || !read_.files.back().source_name.empty())
            next_name_ = source_name;
        else
            read_.files.back().source_name = source_name;
    }

    std::size_t max_files_;
    control_file read_;
    std::string next_name_;
    std::optional<control_fault> fault_;
};

/// How many of the first `most` bytes can be kept without cutting a UTF-8 character. Other bytes are cut where they
/// are.
std::size_t whole_characters(std::string_view text, std::size_t max) {
    constexpr std::size_t max_character = 4;
    if (text.size() <= max) return text.size();
    for (std::size_t end = max; end > 0 && max - end < max_character; --end)
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U) return end;
    return max;
}

/// Text that fits into a line, cut between two characters.
std::string operand_of(std::string_view text, std::size_t max) {
    std::string operand(text.substr(0, whole_characters(text, max)));
    std::replace_if(operand.begin(), operand.end(), is_control, ' ');
    return operand;
}

void append_line(std::string& out, char code, std::string_view text, std::size_t max) {
    out += code;
    out += operand_of(text, max);
    out += '\n';
}

}  // namespace

bool is_data_file_name(std::string_view name) { return is_wire_name(name, 'd'); }
bool is_control_file_name(std::string_view name) { return is_wire_name(name, 'c'); }

control_result read(std::string_view text, std::size_t max_files) {
    reader lines(max_files);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            lines.fail(control_fault::unended_line);
            break;
        }
        lines.take(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines.end();
}

std::string write(const control_file& control) {
    std::string out;
    append_line(out, 'H', control.host, max_name);
    append_line(out, 'P', control.user, max_name);
    if (!control.job_name.empty()) append_line(out, 'J', control.job_name, max_job_name);
    if (!control.job_class.empty()) append_line(out, 'C', control.job_class, max_name);
    if (!control.banner.empty()) append_line(out, 'L', control.banner, max_name);
    if (!control.title.empty()) append_line(out, 'T', control.title, max_title);
    if (!control.mail.empty()) append_line(out, 'M', control.mail, max_name);
    for (const listed_file& each : control.files) {
        for (int i = 0; i < each.copies; ++i)
            append_line(out, each.format, each.data_file, max_file_name);
        append_line(out, 'U', each.data_file, max_file_name);
        if (!each.source_name.empty()) append_line(out, 'N', each.source_name, max_source_name);
    }
    return out;
}

std::string data_file_name(std::size_t index, unsigned number, std::string_view host) {
    return wire_name('d', letters[std::min(index, letters.size() - 1)], number, host);
}

std::string control_file_name(unsigned number, std::string_view host) { return wire_name('c', 'A', number, host); }

}  // namespace husky::protocol::printing
