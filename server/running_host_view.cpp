#include "server/running_host_view.hpp"

#include <map>

#include "server/links/session.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

/// A machine may be between registry and shard when it is asked for; then it is looked for again.
constexpr int looks = 3;

/// On the shard's thread.
awaitable<std::vector<machine_snapshot>> show_all(const host_shard& shard) {
    std::vector<machine_snapshot> all;
    shard.for_each_session([&](const session& s) {
        if (s.served() != nullptr) all.push_back(snapshot_of(*s.served(), true));
    });
    co_return all;
}

awaitable<std::optional<machine_snapshot>> show_one(const host_shard& shard, std::uint64_t number) {
    const session* s = shard.find(number);
    if (s == nullptr || s->served() == nullptr) co_return std::nullopt;
    co_return snapshot_of(*s->served(), true);
}

awaitable<machine_changes> take_all(host_shard& from) { co_return from.take_changes(); }
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
            if (at.resting != nullptr) found.insert_or_assign(serial, snapshot_of(*at.resting, false));
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
        if (at->resting != nullptr) co_return snapshot_of(*at->resting, false);
        if (!at->holder) continue;
        const auto& shard = *host_.shards()[at->holder->shard];
        auto shown = co_await boost::asio::co_spawn(host_.shards()[at->holder->shard]->thread().context(),
                                                    show_one(shard, at->holder->number), boost::asio::use_awaitable);
        if (shown && shown->is_forgotten) co_return std::nullopt;
        if (shown) co_return shown;
    }
    co_return std::nullopt;
}

void running_host_view::watch(std::shared_ptr<const watch_list> wanted) {
    watched_ = std::move(wanted);
    tell_watched(watched_);
}

void running_host_view::tell_watched(const std::shared_ptr<const watch_list>& wanted) {
    for (const auto& shard : host_.shards()) {
        host_shard* to = shard.get();
        to->post([to, wanted] { to->watch(wanted); });
    }
    host_.rests().watch(wanted);
}

/// A machine on its way to a shard is told of there; one on its way back, when it is here.
awaitable<std::vector<machine_changes>> running_host_view::take_changes() {
    std::vector<machine_changes> all;
    all.push_back(host_.rests().take());
    if (std::exchange(has_forgotten_, false) || all[0].begins_anew) {
        tell_watched(nullptr);
        tell_watched(watched_);
        all[0] = host_.rests().take();
        all[0].begins_anew = true;
    }
    for (const auto& shard : host_.shards()) {
        auto some =
            co_await boost::asio::co_spawn(shard->thread().context(), take_all(*shard), boost::asio::use_awaitable);
        for (auto& each : some.frames)
            each.number = numbered(each.number, *shard);
        all.push_back(std::move(some));
    }
    co_return all;
}

awaitable<std::optional<machine_id>> running_host_view::forget(std::optional<std::string> serial) {
    const auto forgotten = co_await host_.forget(std::move(serial));
    has_forgotten_ = true;
    co_return forgotten;
}

std::uint64_t running_host_view::numbered(std::uint64_t position, const host_shard& by) const {
    return position * host_.shards().size() + by.index();
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
            each.number = numbered(each.number, *shard);
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
