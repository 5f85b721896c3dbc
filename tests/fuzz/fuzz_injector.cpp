// Any frames through any faults at any times: nothing is kept past its bounds, all comes out in the end, and a second
// run with the same seed gives the same.
#include "protocol/faults/fault_injector.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using namespace husky::protocol;

namespace {

constexpr queue_limits limits{.messages = 8, .bytes = 600};
constexpr std::size_t max_piece = 1 << 20;

fault take_fault(fuzz::script& from) {
    constexpr std::array<const char*, 7> fields{"result",      "synch_time",    "serial_number", "variables.1",
                                                "variable_id", "number_events", "size"};
    fault f;
    f.kind = static_cast<fault_kind>(from.take_byte() % fault_kind_count);
    f.message = from.take_byte() % (message_count + 1);
    if (*f.message == message_count) f.message.reset();
    f.skip = from.take_byte() % 4;
    f.every = 1 + from.take_byte() % 3;
    f.probability = from.take_byte() / 255.0;
    f.at = from.take_byte();
    f.count = 1 + from.take_byte() % 9;
    f.rate = 1 + from.take_u16();
    f.wait = {static_cast<fault_delay::shape>(from.take_byte() % 4), std::chrono::milliseconds(from.take_byte()),
              std::chrono::milliseconds(from.take_byte())};
    f.field = fields[from.take_byte() % fields.size()];
    if (from.take_byte() % 2 == 0)
        f.number = static_cast<double>(from.take_u16()) * 1e6 - 3e10;
    else
        f.text = "text";
    return f;
}

std::vector<std::byte> run(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    std::vector<fault_in_place> faults;
    for (int i = script.take_byte() % 5; i > 0; --i)
        faults.push_back({std::make_shared<const fault>(take_fault(script)), instant{},
                          std::make_shared<fault_counts>(), std::make_shared<fault_counts>()});
    fault_injector injector(default_dialect(), fault_way::sent, limits);
    injector.seed(script.take_byte());
    injector.place(std::move(faults));
    instant now{};
    std::vector<std::byte> out;
    const auto take_due = [&] {
        while (const auto piece = injector.take(now)) {
            fuzz::require(piece->bytes.size() < max_piece);
            out.insert(out.end(), piece->bytes.begin(), piece->bytes.end());
        }
    };
    while (!script.ended()) {
        now += std::chrono::milliseconds(script.take_byte());
        take_due();
        const auto bytes = script.take(script.take_byte());
        const bool headed = bytes.size() >= header_size;
        const auto word =
            headed ? wire_reader(bytes.subspan(2, 2), default_dialect()).take<std::uint16_t>() : std::uint16_t{0};
        injector.accept({word, headed ? bytes.subspan(header_size) : std::span<const std::byte>{}, bytes}, now);
        take_due();
    }
    injector.hurry();
    take_due();
    fuzz::require(injector.empty());
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::require(run(data, size) == run(data, size));
    return 0;
}
