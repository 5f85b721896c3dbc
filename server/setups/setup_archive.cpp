#include "server/setups/setup_archive.hpp"

#include <boost/asio/post.hpp>
#include <mutex>

#include "link/asio.hpp"

namespace husky::host {

using boost::asio::awaitable;

namespace {

/// Between two attempts to hand a set-up to a store whose queue is full.
constexpr std::chrono::milliseconds push_again{50};

wall_time now_on_the_wall() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

batch batch_of(const archived_setup& what, std::string_view content) {
    const wall_time now = now_on_the_wall();
    batch b;
    b.records.emplace_back(machine_record{what.machine, b.keep(what.serial), now});
    b.records.emplace_back(setup_record{.machine = what.machine,
                                        .number = what.number,
                                        .origin = what.origin,
                                        .time = now,
                                        .crc32 = what.crc32,
                                        .sha256 = b.keep(what.sha256),
                                        .remark = b.keep(what.remark),
                                        .content = b.keep(content)});
    return b;
}

}  // namespace

/// How the store's thread reaches the archive, which may be gone before the store is.
struct setup_archive::mailbox {
    std::mutex mutex;
    setup_archive* archive = nullptr;

    static void deliver(const std::shared_ptr<mailbox>& to, std::uint64_t ticket) {
        const std::lock_guard lock(to->mutex);
        if (to->archive == nullptr) return;
        boost::asio::post(to->archive->executor_, [archive = to->archive, ticket] { archive->committed(ticket); });
    }
};

setup_archive::setup_archive(store& kept, boost::asio::any_io_executor executor, std::chrono::milliseconds patience)
    : kept_(kept), executor_(std::move(executor)), patience_(patience), mailbox_(std::make_shared<mailbox>()) {
    mailbox_->archive = this;
}

setup_archive::~setup_archive() {
    const std::lock_guard lock(mailbox_->mutex);
    mailbox_->archive = nullptr;
}

void setup_archive::stop() {
    stopping_ = true;
    for (const auto& [ticket, each] : waiting_)
        each->timer.cancel();
}

void setup_archive::committed(std::uint64_t ticket) {
    const auto at = waiting_.find(ticket);
    if (at == waiting_.end()) return;
    at->second->committed = true;
    at->second->timer.cancel();
}

awaitable<bool> setup_archive::push(batch& records, waiting& mine) {
    const auto give_up = std::chrono::steady_clock::now() + patience_;
    while (!kept_.push(records)) {
        if (stopping_ || std::chrono::steady_clock::now() >= give_up) co_return false;
        mine.timer.expires_after(push_again);
        co_await mine.timer.async_wait(link::as_result);
    }
    co_return true;
}

awaitable<setup_archive::fate> setup_archive::keep(archived_setup what, std::string_view content) {
    batch records = batch_of(what, content);
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
