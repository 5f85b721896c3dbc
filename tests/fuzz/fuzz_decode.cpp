// Any file, and any packets: husky-link decode stays within them, and what it shows as a message can be printed.
#include <cstdio>

#include "settings/error.hpp"
#include "tests/fuzz/script.hpp"
#include "tools/link/captures/message_printer.hpp"
#include "tools/link/decode.hpp"

using namespace husky;

namespace {

/// Prints into nothing, as people and as programs see it.
class both_printers final : public tools::message_sink {
  public:
    void message(const protocol::frame& f, const tools::message_origin& at) override {
        text_.message(f, at);
        json_.message(f, at);
    }
    void note(const std::string& link, const std::string& text) override { text_.note(link, text); }

  private:
    tools::open_file out_{std::fopen("/dev/null", "w")};
    tools::message_printer text_{protocol::default_dialect(), false, out_.get(), out_.get()};
    tools::message_printer json_{protocol::default_dialect(), true, out_.get(), out_.get()};
};

void decode_as_file(std::span<const std::byte> content, tools::message_sink& to) {
    if (content.empty()) return;
    std::vector<std::byte> copy(content.begin(), content.end());
    tools::open_file file(fmemopen(copy.data(), copy.size(), "rb"));
    try {
        tools::decode_file(std::move(file), "fuzz", protocol::default_dialect(), to);
    } catch (const settings::error&) {
    } catch (const std::runtime_error&) {
    }
}

void decode_as_packets(fuzz::script& script, tools::message_sink& to) {
    constexpr int layers[] = {tools::link_layer::raw,          tools::link_layer::ethernet,
                              tools::link_layer::linux_cooked, tools::link_layer::linux_cooked_v2,
                              tools::link_layer::null,         tools::link_layer::ipv6};
    tools::capture_decoder decoder(protocol::default_dialect(), to);
    while (!script.ended()) {
        const int layer = layers[script.take_byte() % std::size(layers)];
        const auto packet = script.take(script.take_byte());
        const std::vector<std::byte> copy(packet.begin(), packet.end());
        decoder.packet_at({}, layer, copy, copy.size());
    }
    decoder.finish();
}

/// One direction of a connection, whose segments lie anywhere near its beginning.
void decode_as_segments(fuzz::script& script, tools::message_sink& to) {
    struct listener final : tools::frame_listener {
        explicit listener(tools::message_sink& sink) : to(sink) {}
        void on_frame(const protocol::frame& f, std::size_t) override { to.message(f, {}); }
        void on_note(const std::string& text, std::size_t) override { to.note("", text); }
        tools::message_sink& to;
    };
    static const tools::frame_judge judge(protocol::default_dialect());
    listener heard(to);
    tools::tcp_stream stream;
    tools::message_stream messages(judge, script.take_byte() % 2 == 0, heard);
    const std::uint32_t first = script.take_byte() % 2 == 0 ? 0xFFFFFF80U : 0;
    while (!script.ended()) {
        const auto flags = script.take_byte();
        const std::uint32_t at = first + script.take_u16() % 512U;
        const std::size_t missing = flags % 8 == 0 ? script.take_byte() : 0;
        const auto data = script.take(script.take_byte());
        stream.segment(at, flags % 16 == 1, data, missing, messages);
    }
    stream.finish(messages);
    messages.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static both_printers printers;
    fuzz::script script(data, size);
    const auto way = script.take_byte() % 4;
    if (way < 2)
        decode_as_file(script.take_rest(), printers);
    else if (way == 2)
        decode_as_packets(script, printers);
    else
        decode_as_segments(script, printers);
    return 0;
}
