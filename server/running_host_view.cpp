#include "server/running_host_view.hpp"

#include <map>

#include "server/links/session.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

/// A machine may be between registry and shard when it is asked for; then it is looked for again.
constexpr int looks = 3;

machine_snapshot show(const machine& m, bool online) {
    machine_snapshot s;
    s.is_forgotten = m.known == known_by::nothing;
    s.id = m.id;
    s.serial = m.serial;
    s.online = online;
    s.address = m.address;
    s.epoch = m.ledger.epoch();
    s.life_counter = m.ledger.highest_counter();
    if (s.epoch > 0) s.last_cycle_at = m.ledger.highest_time();
    if (online) s.linked_since = m.linked_since;
    for (const auto& side : m.sides)
        if (side) s.sides.push_back(*side);
    s.tandem = m.tandem;
    s.cycles_stored = m.cycles;
    s.duplicates = m.duplicates;
    s.gaps = m.gaps;
    s.events = m.events;
    s.interruptions = m.interruptions;
    s.languages = m.languages;
    s.variables = m.variables;
    return s;
}

/// On the shard's thread.
awaitable<std::vector<machine_snapshot>> show_all(const host_shard& shard) {
    std::vector<machine_snapshot> all;
    shard.for_each_session([&](const session& s) {
        if (s.served() != nullptr) all.push_back(show(*s.served(), true));
    });
    co_return all;
}

awaitable<std::optional<machine_snapshot>> show_one(const host_shard& shard, std::uint64_t number) {
    const session* s = shard.find(number);
    if (s == nullptr || s->served() == nullptr) co_return std::nullopt;
    co_return show(*s->served(), true);
}

/// On the shard's thread.
awaitable<std::vector<copied_frame>> copy_frames(const host_shard& shard, const frame_query& wanted) {
    co_return newest_frames(shard.frames(), wanted);
}

}  // namespace

awaitable<std::vector<machine_snapshot>> running_host_view::machines() {
    std::map<std::string, machine_snapshot> found;
    bool complete = false;
    for (int look = 0; look < looks && !complete; ++look) {
        for (const auto& shard : host_.shards()) {
            auto some =
                co_await boost::asio::co_spawn(shard->thread().context(), show_all(*shard), boost::asio::use_awaitable);
            for (auto& s : some) {
                auto serial = s.serial;
                found.insert_or_assign(std::move(serial), std::move(s));
            }
        }
        complete = true;
        host_.known().for_each([&](const std::string& serial, const registry::place& at) {
            if (at.resting != nullptr) found.insert_or_assign(serial, show(*at.resting, false));
            complete = complete && found.contains(serial);
        });
    }
    std::vector<machine_snapshot> all;
    for (auto& [serial, s] : found)
        if (!s.is_forgotten) all.push_back(std::move(s));
    co_return all;
}

awaitable<std::optional<machine_snapshot>> running_host_view::machine(std::string serial) {
    for (int look = 0; look < looks; ++look) {
        const auto at = host_.known().find(serial);
        if (!at) co_return std::nullopt;
        if (at->resting != nullptr) co_return show(*at->resting, false);
        if (!at->holder) continue;
        const auto& shard = *host_.shards()[at->holder->shard];
        auto shown = co_await boost::asio::co_spawn(host_.shards()[at->holder->shard]->thread().context(),
                                                    show_one(shard, at->holder->number), boost::asio::use_awaitable);
        if (shown && shown->is_forgotten) co_return std::nullopt;
        if (shown) co_return shown;
    }
    co_return std::nullopt;
}

awaitable<machine_reply> running_host_view::ask(std::string serial, protocol::machine_question q) {
    for (int look = 0; look < looks; ++look) {
        const auto at = host_.known().find(serial);
        if (!at) co_return machine_reply{.outcome = machine_reply::result::unknown};
        if (!at->holder) continue;
        host_shard& shard = *host_.shards()[at->holder->shard];
        co_return co_await boost::asio::co_spawn(shard.thread().context(), shard.ask(at->holder->number, std::move(q)),
                                                 boost::asio::use_awaitable);
    }
    co_return machine_reply{.outcome = machine_reply::result::offline};
}

awaitable<std::vector<copied_frame>> running_host_view::frames(frame_query wanted) {
    std::vector<std::vector<copied_frame>> rings;
    for (const auto& shard : host_.shards()) {
        auto found = co_await boost::asio::co_spawn(shard->thread().context(), copy_frames(*shard, wanted),
                                                    boost::asio::use_awaitable);
        for (copied_frame& each : found)
            each.number = each.number * host_.shards().size() + shard->index();
        rings.push_back(std::move(found));
    }
    co_return newest_of_all(std::move(rings), wanted.limit);
}

display_entry running_host_view::look(const std::string& serial, std::function<void()> wake) {
    using result = machine_reply::result;
    const auto display = host_.known().find_display(serial);
    if (!display) return {host_.known().find(serial) ? result::offline : result::unknown};
    auto view = host_.displays().look(serial, *display, std::move(wake));
    if (!view) return {result::busy};
    return {result::answered, std::move(view)};
}

awaitable<bool> running_host_view::press(link_id display, std::uint16_t key_code) {
    host_shard& shard = *host_.shards()[display.shard];
    return boost::asio::co_spawn(shard.thread().context(), shard.press(display.number, key_code),
                                 boost::asio::use_awaitable);
}

}  // namespace husky::host
