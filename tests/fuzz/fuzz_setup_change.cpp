// Changes a parameter in any text: what is not the value stays as it was.
#include "scenario/play/setup_text.hpp"
#include "tests/fuzz/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(input.find('\n'), input.size());
    const auto name = input.substr(0, end);
    const auto before = input.substr(std::min(end + 1, input.size()));
    auto text = before;
    const auto problem = husky::play::change_setup(text, {{name, "17"}});
    husky::fuzz::require(problem ? text == before : text.find("17") != std::string::npos);
    return 0;
}
