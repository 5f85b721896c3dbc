#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

namespace husky::protocol::printing {

/// A data file of a job, as its control file tells of it.
struct listed_file {
    char format = 'f';        ///< how the client wants it printed: f text, l as it is, o PostScript, ...
    std::string data_file;    ///< its name on the wire: "dfA012hy-0001"
    std::string source_name;  ///< its original name; may be empty
    int copies = 1;

    friend bool operator==(const listed_file&, const listed_file&) = default;
};

/// The control file of a job (RFC 1179, section 7), as far as a host keeps it. Texts are the bytes of the wire; they
/// hold no control characters.
struct control_file {
    std::string host;       ///< H
    std::string user;       ///< P
    std::string job_name;   ///< J
    std::string job_class;  ///< C
    std::string banner;     ///< L: the name on a banner page; none is wanted where it is empty
    std::string title;      ///< T
    std::string mail;       ///< M: whom to notify
    std::vector<listed_file> files;

    friend bool operator==(const control_file&, const control_file&) = default;
};

/// What is wrong with a control file.
enum class control_fault : std::uint8_t {
    unended_line,       ///< its last line has no end
    control_character,  ///< a line has one, or NUL
    line_too_long,
    too_many_files,
    nothing_to_print,  ///< it names no data file
    bad_file_name,     ///< a data file that could not be sent, as is_data_file_name() tells
};

constexpr std::array<std::string_view, 6> control_fault_names{"unended_line",   "control_character", "line_too_long",
                                                              "too_many_files", "nothing_to_print",  "bad_file_name"};

constexpr std::string_view name(control_fault fault) { return control_fault_names[static_cast<std::size_t>(fault)]; }

/// Makes control_result::value() throw if the fault was not checked.
[[noreturn]] inline void throw_exception_from_error(control_fault fault, const boost::source_location&) {
    throw std::runtime_error(std::string(name(fault)));
}

/// Bytes of one line, its end not counted. The RFC allows 131 of a name.
constexpr std::size_t max_control_line = 1024;

/// "dfA012hy-0001": df, a letter, the job's three digits, the client's host. At most 255 visible characters, without
/// slashes of either kind.
bool is_data_file_name(std::string_view name);
/// "cfA012hy-0001", likewise.
bool is_control_file_name(std::string_view name);

using control_result = boost::system::result<control_file, control_fault>;

/// Reads a control file. Lines that a host does not need, and those that the RFC does not know, are skipped, and so
/// are empty ones. A name (N) is that of the file listed before it, or of the next one if that has a name already. A
/// file listed several times has that many copies.
control_result read(std::string_view text, std::size_t max_files);

/// Writes one: H, P, J, C, L, T, M as far as they are there, H and P always; then each file as often as it has copies,
/// U to have the host forget it when it is printed, and N. Control characters become spaces; what is longer than the
/// RFC allows is cut, between two characters of UTF-8.
std::string write(const control_file& control);

/// "dfA012hy-0001": the name on the wire of data file `index` (from 0, below 52) of job `number` (its last three digits
/// count) of a client.
std::string data_file_name(std::size_t index, unsigned number, std::string_view host);
std::string control_file_name(unsigned number, std::string_view host);

}  // namespace husky::protocol::printing
