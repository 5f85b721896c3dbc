#include "link/capture/capture_file.hpp"

#include <fmt/format.h>

#include "settings/error.hpp"

namespace husky::link {

capture_file::capture_file(const std::string& name, std::string_view writer, program::if_there what)
    : file_(name, what) {
    protocol::append_capture_head(batch_, writer);
    flush();
    if (!file_.problem().empty()) throw settings::error(problem());
}

void capture_file::take(const capture_record& r) {
    last_ = r.moment.at;
    switch (r.kind) {
        case captured::opened:
            protocol::append_opening(batch_, r.moment);
            break;
        case captured::data:
            protocol::append_data(batch_, r.moment, r.bytes);
            break;
        case captured::finished:
        case captured::reset:
            protocol::append_ending(batch_, r.moment, r.kind == captured::reset);
            break;
    }
    if (batch_.size() >= batch_full) flush();
}

void capture_file::flush() {
    if (!batch_.empty()) file_.write(batch_);
    batch_.clear();
}

void capture_file::close(std::uint64_t taken, std::uint64_t left_out) {
    protocol::append_statistics(batch_, last_, taken, left_out);
    flush();
}

std::string capture_file::problem() const {
    return file_.problem().empty() ? "" : fmt::format("{}: {}", file_.name(), file_.problem());
}

std::unique_ptr<capture> open_capture(const capture_settings& wanted, std::string_view writer,
                                      const settings::places& given) {
    if (wanted.file.empty()) return nullptr;
    std::vector<std::unique_ptr<capture_sink>> sinks;
    try {
        sinks.push_back(std::make_unique<capture_file>(
            wanted.file, writer, wanted.overwrite ? program::if_there::replace : program::if_there::next_name));
    } catch (const settings::error& problem) {
        given.fail_at("capture", problem.what());
    }
    return std::make_unique<capture>(std::move(sinks));
}

}  // namespace husky::link
