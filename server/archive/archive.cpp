#include "server/archive/archive.hpp"

#include <boost/asio/post.hpp>
#include <mutex>
#include <utility>

#include "link/asio/at_end.hpp"
#include "link/asio/notice.hpp"

namespace husky::host {

using boost::asio::awaitable;

/// How the store's thread reaches the archive, which may end before the store.
struct archive::mailbox {
    std::mutex mutex;
    archive* owner = nullptr;  ///< written on the archive's thread, under the mutex

    /// Runs task(archive&) on the archive's thread, if the archive is still there by then.
    template <class Task>
    static void deliver(const std::shared_ptr<mailbox>& to, Task task) {
        const std::lock_guard lock(to->mutex);
        if (to->owner == nullptr) return;
        boost::asio::post(to->owner->executor_, [to, task] {
            if (to->owner != nullptr) task(*to->owner);
        });
    }
};

struct archive::waiting {
    link::notice news;
    bool committed = false;
};

archive::archive(write_behind& store, boost::asio::any_io_executor executor, std::chrono::milliseconds patience)
    : store_(store), executor_(std::move(executor)), patience_(patience), mailbox_(std::make_shared<mailbox>()) {
    mailbox_->owner = this;
}

archive::~archive() {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->owner = nullptr;
}

void archive::stop() {
    stopping_ = true;
    wake_all();
}

void archive::wake_all() {
    for (const auto& [ticket, each] : waiting_)
        each->news.give();
}

void archive::committed(std::uint64_t ticket) {
    const auto at = waiting_.find(ticket);
    if (at == waiting_.end()) return;
    at->second->committed = true;
    at->second->news.give();
}

bool archive::push(batch& records) {
    if (waits_for_room_) return false;
    const auto room = [to = mailbox_] {
        mailbox::deliver(to, [](archive& told) {
            told.waits_for_room_ = false;
            told.wake_all();
        });
    };
    waits_for_room_ = !store_.push(records, room);
    return !waits_for_room_;
}

std::function<void()> archive::teller_of(std::uint64_t ticket) const {
    return [to = mailbox_, ticket] { mailbox::deliver(to, [ticket](archive& told) { told.committed(ticket); }); };
}

awaitable<archive::result> archive::keep(batch records) {
    waiting mine{link::notice(executor_)};
    const std::uint64_t ticket = next_ticket_++;
    waiting_.emplace(ticket, &mine);
    const link::at_end leave([this, ticket] { waiting_.erase(ticket); });
    records.committed = teller_of(ticket);

    const auto made_after = store_.times_forgotten();
    const auto give_up = std::chrono::steady_clock::now() + patience_;
    while (!push(records)) {
        if (stopping_) co_return result::refused;
        const bool told = co_await mine.news.wait_until(give_up);
        if (!told || store_.times_forgotten() != made_after) co_return result::refused;
    }
    co_return co_await wait_for_commit(mine, patience_);
}

awaitable<archive::result> archive::forget(machine_id machine, std::function<void()> ordered) {
    waiting mine{link::notice(executor_)};
    const std::uint64_t ticket = next_ticket_++;
    waiting_.emplace(ticket, &mine);
    const link::at_end leave([this, ticket] { waiting_.erase(ticket); });
    batch request;
    request.forgets = machine;
    request.committed = teller_of(ticket);
    const bool taken = store_.push_forgetting(request);
    ordered();
    if (!taken) co_return result::refused;
    co_return co_await wait_for_commit(mine, 3 * patience_);
}

awaitable<archive::result> archive::wait_for_commit(waiting& mine, std::chrono::milliseconds patience) {
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (!mine.committed && !stopping_) {
        const bool told = co_await mine.news.wait_until(give_up);
        if (!told) break;
    }
    co_return mine.committed ? result::stored : result::queued;
}

}  // namespace husky::host
