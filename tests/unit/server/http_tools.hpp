#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "server/api/api.hpp"
#include "server/http/router.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"

namespace husky::host {

/// A host with machines that somebody made up.
class made_up_host : public live_view {
  public:
    std::map<std::string, machine_snapshot> known;
    counters counted;
    std::deque<machine_reply> replies;                           ///< to the questions that come; none: offline
    std::vector<std::pair<std::string, std::size_t>> questions;  ///< serial and kind

    display_hub* displays = nullptr;  ///< none: no machine has a display link
    std::vector<std::uint16_t> keys;

    void replies_with(protocol::machine_answer a) {
        replies.push_back({.outcome = machine_reply::result::answered, .answer = std::move(a)});
    }

    void add(machine_id id, const std::string& serial) {
        known[serial].id = id;
        known[serial].serial = serial;
    }
    boost::asio::awaitable<std::vector<machine_snapshot>> machines() override {
        std::vector<machine_snapshot> all;
        for (const auto& [serial, each] : known)
            all.push_back(each);
        co_return all;
    }
    boost::asio::awaitable<std::optional<machine_snapshot>> machine(std::string serial) override {
        const auto at = known.find(serial);
        if (at == known.end()) co_return std::nullopt;
        co_return at->second;
    }
    std::vector<std::shared_ptr<const watch_list>> watched;  ///< what was to be watched, one after the other
    std::vector<machine_changes> changes;                    ///< that the next tick takes
    void watch(std::shared_ptr<const watch_list> wanted) override { watched.push_back(std::move(wanted)); }
    boost::asio::awaitable<std::vector<machine_changes>> take_changes() override {
        co_return std::exchange(changes, {});
    }
    boost::asio::awaitable<machine_reply> ask(std::string serial, protocol::machine_question q) override {
        questions.emplace_back(serial, q.index());
        if (!known.contains(serial)) co_return machine_reply{.outcome = machine_reply::result::unknown};
        if (replies.empty()) co_return machine_reply{.outcome = machine_reply::result::offline};
        auto reply = std::move(replies.front());
        replies.pop_front();
        if (!replies.empty() && linked) linked(serial);  // it is there again, whatever became of the question
        co_return reply;
    }
    std::function<void(const std::string&)> linked;
    void tell_linked(std::function<void(const std::string&)> told) override { linked = std::move(told); }
    display_entry look(const std::string& serial, std::function<void()> wake) override {
        if (!known.contains(serial)) return {machine_reply::result::unknown};
        if (!displays) return {machine_reply::result::offline};
        auto view = displays->look(serial, {0, 1}, std::move(wake));
        if (!view) return {machine_reply::result::busy};
        return {machine_reply::result::answered, std::move(view)};
    }
    std::map<std::string, link_id> display_links;
    bool takes_keys = true;
    [[nodiscard]] std::optional<link_id> display_of(const std::string& serial) const override {
        const auto at = display_links.find(serial);
        return at == display_links.end() ? std::nullopt : std::optional(at->second);
    }
    boost::asio::awaitable<bool> press(link_id, std::uint16_t key_code) override {
        if (takes_keys) keys.push_back(key_code);
        co_return takes_keys;
    }
    link::placed_faults board{7};
    int faults_told = 0;
    link::placed_faults& faults() override { return board; }
    void faults_changed() override { ++faults_told; }
    int configured_faults = 0;
    void place_configured_faults() override {
        board.clear();
        ++configured_faults;
    }
    std::vector<std::string> forgotten;  ///< serials, "all"; "go on" where links go on
    boost::asio::awaitable<std::optional<machine_id>> forget(std::optional<std::string> serial) override {
        const auto at = serial ? known.find(*serial) : known.end();
        if (serial && at == known.end()) co_return std::nullopt;
        forgotten.push_back(serial.value_or("all"));
        const machine_id id = serial ? at->second.id : every_machine;
        std::erase_if(known, [&](const auto& each) { return !serial || each.first == *serial; });
        co_return id;
    }
    void go_on() override { forgotten.emplace_back("go on"); }
    frame_ring ring{frame_ring::smallest};
    boost::asio::awaitable<std::vector<copied_frame>> frames(frame_query wanted) override {
        co_return newest_of_all({newest_frames(ring, wanted)}, wanted.limit);
    }
    [[nodiscard]] std::vector<const counters*> all_counters() const override { return {&counted}; }
};

/// The whole API on a store, asked without a socket.
struct asked_api {
    boost::asio::io_context context{1};
    made_up_host live;
    husky::host::storage storage;
    setup_transfers transfers;
    husky::host::archive archive;
    live_service feed;
    http_router router;

    explicit asked_api(const std::string& store_url, http_guard guard = {}, const setup_settings& setups = {})
        : asked_api(open_store(store_url, {}), std::move(guard), setups) {}
    explicit asked_api(std::unique_ptr<write_behind> store, http_guard guard = {}, const setup_settings& setups = {})
        : storage(std::move(store), {}),
          transfers(live, context.get_executor(), setups),
          archive(storage.archive_store(), context.get_executor(), std::chrono::milliseconds(200)),
          feed(live, storage, context.get_executor(), live.counted),
          router(all_routes(
                     {&live, &storage, "1.2.3", &transfers, &archive, &feed, "sqlite:a.db", {{"port", 1310}}}),
                 std::move(guard)) {}

    http_response ask(http_request request) {
        http_response got;
        auto asking = router.handle(std::move(request));
        boost::asio::co_spawn(context, std::move(asking),
                              [&got](const std::exception_ptr& failed, http_response response) {
                                  if (failed) std::rethrow_exception(failed);
                                  got = std::move(response);
                              });
        context.restart();
        context.run();
        return got;
    }
    http_response get(const std::string& target, const std::string& accept = "") {
        http_request request;
        request.target = target;
        request.accept = accept;
        return ask(std::move(request));
    }
};

}  // namespace husky::host
