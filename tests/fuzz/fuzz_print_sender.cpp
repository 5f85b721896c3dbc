// A print server that answers anything at any time: what a client writes is always a beginning of the one conversation,
// a job is done only when each of its steps was acknowledged, and what a server says stays short and printable.
#include <algorithm>
#include <string>

#include "protocol/printing/print_sender.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using namespace husky::protocol::printing;
using namespace std::string_view_literals;

namespace {

std::vector<std::byte> bytes(std::string_view text) {
    const auto all = std::as_bytes(std::span(text));
    return {all.begin(), all.end()};
}

constexpr auto whole_talk = "\2HY-0001\n\0033 dfA001x\nabc\0\0032 dfB001x\nde\0\0026 cfA001x\nHx\nPx\n\0"sv;
constexpr std::size_t steps = 7;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const outgoing_job job{
        "HY-0001", {{"dfA001x", bytes("abc")}, {"dfB001x", bytes("de")}}, {"cfA001x", bytes("Hx\nPx\n")}};
    print_sender sender(job);
    protocol::instant now{};
    std::string written;
    std::size_t good = 0;
    while (!script.ended()) {
        const auto what = script.take_byte();
        now += std::chrono::milliseconds(script.take_byte());
        if (what % 8 == 0) sender.lost();
        if (what % 8 == 1) sender.due(now);
        if (what % 8 == 2) sender.connected(now);
        if (what % 8 < 3) continue;
        if (what % 8 < 6) {
            const auto waiting = sender.to_send();
            const auto taken = waiting.first(std::min<std::size_t>(waiting.size(), what));
            written.append(reinterpret_cast<const char*>(taken.data()), taken.size());
            sender.sent(taken.size(), now);
        } else {
            const auto heard = script.take(what / 8U % 4U);
            good += static_cast<std::size_t>(std::count(heard.begin(), heard.end(), std::byte{0}));
            sender.received(heard, now);
        }
        fuzz::require(whole_talk.starts_with(written));
        fuzz::require(sender.said().size() <= print_sender::max_saying);
        fuzz::require(
            std::all_of(sender.said().begin(), sender.said().end(), [](char c) { return c >= ' ' && c <= '~'; }));
        fuzz::require(!sender.over() || sender.to_send().empty());
        if (sender.now_is() == print_sender::state::done) fuzz::require(written == whole_talk && good >= steps);
    }
    return 0;
}
