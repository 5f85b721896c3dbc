#include "client/failures/link_failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/error.hpp>

namespace husky::cells {

namespace {

constexpr std::chrono::seconds between_lines{10};
/// A host may refuse with any number.
constexpr std::size_t max_reasons = 64;

std::string line_of(const link_failures::entry& e) {
    auto line = fmt::format("{}: no link to {}: {}", e.serial, e.address, e.reason);
    if (e.count > 1) line += fmt::format("; {} times so far", e.count);
    return line;
}

}  // namespace

std::optional<std::string> link_failures::note(const std::string& reason, const std::string& address,
                                               const std::string& serial, protocol::instant now) {
    const std::lock_guard lock(mutex_);
    const bool has_room = by_reason_.size() < max_reasons || by_reason_.contains(reason);
    const std::string kept = has_room ? reason : "other reasons";
    auto& [failure, told] = by_reason_[kept];
    const bool is_time = failure.count == 0 || now - told >= between_lines;
    failure = {kept, failure.count + 1, address, serial};
    if (!is_time) return std::nullopt;
    told = now;
    return line_of(failure);
}

std::vector<link_failures::entry> link_failures::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<entry> entries;
    for (const auto& [reason, each] : by_reason_)
        entries.push_back(each.first);
    std::stable_sort(entries.begin(), entries.end(), [](const entry& a, const entry& b) { return a.count > b.count; });
    return entries;
}

std::string connection_problem(const boost::system::error_code& failed) {
    using boost::system::errc::errc_t;
    const auto text = failed.message();
    if (failed == errc_t::address_not_available)
        return text + ": no local port is free; --source A,B lets machines dial from more addresses";
    if (failed == errc_t::too_many_files_open || failed == errc_t::too_many_files_open_in_system)
        return text + ": every machine needs one, with a display two; raise the limit (ulimit -n)";
    return text;
}

std::string why_over(const protocol::machine_link& link, bool was_linked, link::ending how) {
    using protocol::close_reason;
    switch (link.reason()) {
        case close_reason::refused:
            return "the host refused it: " + link.refusal();
        case close_reason::init_timeout:
            return "the host did not answer init in time";
        case close_reason::silence:
            return "the host fell silent";
        case close_reason::broken_framing:
            return "the host sent something that is not a message";
        case close_reason::not_reading:
            return "the host does not read";
        default:
            break;
    }
    if (how == link::ending::closed_by_us) return {};
    const auto* did = how == link::ending::reset ? "the host reset the link" : "the host closed the link";
    return was_linked ? did : fmt::format("{} before it had answered init", did);
}

}  // namespace husky::cells
