// Any text as a fault, as JSON and as a line: it is refused with a place, or what is written of it reads the same.
#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "protocol/faults/fault_json.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using protocol::fault;

namespace {

/// The JSON reader's last binary digit may differ from the one that was written.
void require_near(double a, double b) {
    fuzz::require(std::abs(a - b) <= 4 * std::numeric_limits<double>::epsilon() * std::abs(b));
}

fault again(const fault& taken) {
    return protocol::parse_fault(settings::node_of(boost::json::parse(boost::json::serialize(to_json(taken)))));
}

template <class Read>
void check(const Read& read) {
    fault taken;
    try {
        taken = read();
    } catch (const settings::error& wrong) {
        return fuzz::require(!std::string(wrong.what()).empty());
    }
    auto same = again(taken);
    require_near(same.probability, taken.probability);
    require_near(same.number.value_or(0), taken.number.value_or(0));
    same.probability = taken.probability;
    if (same.number && taken.number) same.number = taken.number;
    fuzz::require(same == taken);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check([&] { return protocol::parse_fault_text(text); });
    boost::system::error_code failed;
    const auto value = boost::json::parse(text, failed);
    if (!failed) check([&] { return protocol::parse_fault(settings::node_of(value)); });
    return 0;
}
