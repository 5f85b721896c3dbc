#include "scenario/suite/follower.hpp"

#include <unistd.h>

#include "program/output/open_output.hpp"
#include "scenario/report/standing_line.hpp"

namespace husky::suite {

follower::follower(const std::string& file) {
    if (!file.empty()) file_ = program::open_output(file, program::if_there::replace).file;
}

follower::~follower() {
    if (file_ >= 0) ::close(file_);
}

void follower::goes_on(const scenario::plan& p, const scenario::engine& now) {
    if (file_ < 0) return;
    auto stand = now.standings();
    const std::lock_guard lock(mutex_);
    auto& told = told_[&p];
    if (stand == told) return;
    told = std::move(stand);
    write(scenario::standing_line(p, told));
}

void follower::ended(const scenario::plan& p, const scenario::verdict& result) {
    if (file_ < 0) return;
    const std::lock_guard lock(mutex_);
    write(scenario::standing_line(p, told_[&p], result));
    told_.erase(&p);
}

void follower::write(std::string_view line) {
    while (!line.empty()) {
        const auto written = ::write(file_, line.data(), line.size());
        if (written < 0) return;  // who does not read does not follow
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace husky::suite
