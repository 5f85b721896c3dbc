#include "server/archive/archive.hpp"

#include <boost/asio/post.hpp>
#include <mutex>

#include "link/asio/asio.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

/// Between two attempts to hand a batch to a store whose queue is full.
constexpr std::chrono::milliseconds push_again{50};

}  // namespace

/// How the store's thread reaches the archive, which may be gone before the store is.
struct archive::mailbox {
    std::mutex mutex;
    archive* owner = nullptr;

    static void deliver(const std::shared_ptr<mailbox>& to, std::uint64_t ticket) {
        const std::lock_guard lock(to->mutex);
        if (to->owner == nullptr) return;
        boost::asio::post(to->owner->executor_, [owner = to->owner, ticket] { owner->committed(ticket); });
    }
};

archive::archive(store& kept, boost::asio::any_io_executor executor, std::chrono::milliseconds patience)
    : kept_(kept), executor_(std::move(executor)), patience_(patience), mailbox_(std::make_shared<mailbox>()) {
    mailbox_->owner = this;
}

archive::~archive() {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->owner = nullptr;
}

void archive::stop() {
    stopping_ = true;
    for (const auto& [ticket, each] : waiting_)
        each->timer.cancel();
}

void archive::committed(std::uint64_t ticket) {
    const auto at = waiting_.find(ticket);
    if (at == waiting_.end()) return;
    at->second->committed = true;
    at->second->timer.cancel();
}

awaitable<bool> archive::push(batch& records, waiting& mine) {
    const auto give_up = std::chrono::steady_clock::now() + patience_;
    while (!kept_.push(records)) {
        if (stopping_ || std::chrono::steady_clock::now() >= give_up) co_return false;
        mine.timer.expires_after(push_again);
        co_await mine.timer.async_wait(link::as_result);
    }
    co_return true;
}

awaitable<archive::fate> archive::keep(batch records) {
    waiting mine{boost::asio::steady_timer(executor_)};
    const std::uint64_t ticket = next_ticket_++;
    struct entry {
        std::map<std::uint64_t, waiting*>& all;
        std::uint64_t ticket;
        ~entry() { all.erase(ticket); }
    } const listed{waiting_, ticket};
    waiting_.emplace(ticket, &mine);
    records.committed = [to = mailbox_, ticket] { mailbox::deliver(to, ticket); };

    const bool pushed = co_await push(records, mine);
    if (!pushed) co_return fate::refused;
    mine.timer.expires_after(patience_);
    if (!mine.committed && !stopping_) co_await mine.timer.async_wait(link::as_result);
    co_return mine.committed ? fate::kept : fate::queued;
}

}  // namespace husky::host
