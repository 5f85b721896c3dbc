// Any control file: what is read keeps to the bounds, and written again it says the same.
#include "protocol/printing/control_file.hpp"
#include "protocol/printing/print_job.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using namespace husky::protocol::printing;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t max_files = 5;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)kind_of(text);
    fuzz::require(label_of(text).find_first_of("/\\\"\n") == std::string::npos);
    const auto got = read(text, max_files);
    if (got.has_error()) return 0;
    fuzz::require(!got->files.empty() && got->files.size() <= max_files);
    for (const listed_file& each : got->files)
        fuzz::require(is_data_file_name(each.data_file) && each.copies > 0);
    const auto again = read(write(*got), max_files);
    fuzz::require(again.has_value() && again->files.size() == got->files.size());
    fuzz::require(write(*again) == write(*got));
    return 0;
}
