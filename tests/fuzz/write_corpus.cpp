// Writes the inputs that the fuzzers start from, one folder for each.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/unit/protocol/examples.hpp"

using namespace husky::protocol;

namespace {

class folder {
  public:
    folder(const std::filesystem::path& corpus, const char* name) : path_(corpus / name) {
        std::filesystem::create_directories(path_);
    }
    void add(std::span<const std::byte> input) {
        std::ofstream out(path_ / std::to_string(++count_), std::ios::binary);
        out.write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
    }
    void add(std::string_view text) { add(std::as_bytes(std::span(text))); }

  private:
    std::filesystem::path path_;
    int count_ = 0;
};

/// A script that says one thing: options, an operation, a length, the bytes.
std::vector<std::byte> saying(std::string_view start, const std::vector<std::byte>& message) {
    auto script = wire(start);
    script.push_back(static_cast<std::byte>(message.size()));
    append(script, message);
    return script;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: fuzz_corpus FOLDER\n";
        return 2;
    }
    const std::filesystem::path corpus = arguments[1];
    folder frames(corpus, "frames"), host(corpus, "host_link"), machine(corpus, "machine_link"),
        display(corpus, "display_link");
    for_each_example([&](const auto&, std::string_view notation) {
        const auto message = wire(notation);
        auto framed = wire("00 FF");
        append(framed, message);
        frames.add(framed);
        if (message.size() > 255) return;
        host.add(saying("00 04", message));
        host.add(saying("04 04", message));
        machine.add(saying("00 06", message));
        machine.add(saying("01 06", message));
        display.add(saying("00 04 05", message));
        display.add(saying("01 05", message));
    });

    folder identify(corpus, "identify");
    identify.add(wire("04 00 70 00"));
    identify.add(wire("04 00 70 00 00*73"));

    folder dialects(corpus, "dialect");
    dialects.add("dialect: plant 7\nbyte_order: big\nsize_includes_header: false\npad: nul\n");
    dialects.add("codes: {start: 0x0203}\ntext_widths: {init.serial_number: 20}\nvalue_types: {f32: 4}\n");
    dialects.add("date_format: DD.MM.YY\ntime_format: HH-MM-SS\nports: {host: 1400, machine: 5200, lpd: 1515}\n");

    folder screens(corpus, "screen");
    const auto drawn = [&](std::string_view drawings) {
        auto script = wire("00  0A 00  01 00  00 0A 00 05 00 07 00 00");
        const auto more = wire(drawings);
        script.push_back(static_cast<std::byte>(more.size()));
        script.push_back(std::byte{0});
        append(script, more);
        screens.add(script);
    };
    drawn("01 00  01 02 00 01 00 1E 04 00 'M' FC 'l' B0");
    drawn("02 00  02 00 00 01 00 07 02 00 03 00  03 01 00 00 00 07 02 00 03 00");
    drawn("02 00  04 00 00 00 00 07 04 00 04 00 03 00  05 01 00 01 00 0C 04 00 02 00 38 02");
    drawn("01 00  06 09 00 04 00 07 00 00");

    folder keys(corpus, "key_message");
    keys.add(R"({"key":257})");
    keys.add(R"({"key":-1,"more":[{}]})");

    folder files(corpus, "settings");
    files.add("loud: yes\nport: 0x51E\nfactor: 2.5\nname: host\nlink: {wait_s: 0.5}\n");
    files.add("numbers: [1, -2.5]\nids: [1, 101]\nnames: [a, b]\nmachines: [{serial: HY-0001, port: 5118}]\n");
    return 0;
}
