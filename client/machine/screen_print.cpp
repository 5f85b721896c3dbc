#include "client/machine/screen_print.hpp"

#include <fmt/chrono.h>

#include <array>

#include "protocol/printing/control_file.hpp"
#include "protocol/screen/screen_png.hpp"

namespace husky::cells {

namespace {

namespace printing = protocol::printing;

constexpr std::array<std::string_view, 3> causes{"key", "job", "shift"};

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

printing::control_file control_of(const screen_print& print, const std::string& serial) {
    printing::control_file control;
    control.host = serial;
    control.user = print.cause == print_cause::key ? "operator" : "machine";
    control.job_name = fmt::format("{} {} {:%Y-%m-%d %H:%M:%S}", serial, print.page, print.at);
    control.job_class = causes[static_cast<std::size_t>(print.cause)];
    control.files = {{'l', printing::data_file_name(0, print.number, serial), "screen.png", 1},
                     {'f', printing::data_file_name(1, print.number, serial), "screen.txt", 1}};
    return control;
}

}  // namespace

printing::outgoing_job make_job(const screen_print& print, const std::string& serial) {
    const auto control = control_of(print, serial);
    printing::outgoing_job job;
    job.queue = serial;
    job.data = {{control.files[0].data_file, protocol::render_png(print.shown)},
                {control.files[1].data_file, bytes_of(print.shown.text())}};
    job.control = {printing::control_file_name(print.number, serial), bytes_of(printing::write(control))};
    return job;
}

}  // namespace husky::cells
