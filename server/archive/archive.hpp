#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "server/store/write_behind.hpp"

namespace husky::host {

/// Puts batches into a store and waits until they can be read there: for what a client asked for and will read next.
/// Belongs to one thread.
class archive {
  public:
    /// Both must outlive the archive. `patience` is how long to wait for a slow or failing store.
    archive(write_behind& store, boost::asio::any_io_executor executor,
            std::chrono::milliseconds patience = std::chrono::seconds(3));
    /// No keep() waits any more.
    ~archive();
    archive(const archive&) = delete;
    archive& operator=(const archive&) = delete;

    enum class result : std::uint8_t {
        stored,
        queued,   ///< the store has it but could not commit it in time; it goes on trying
        refused,  ///< the store's queue was full all the time
    };
    /// Completes when it is committed, or after the archive's patience. Not cancelled. Many may run at once.
    /// A batch that finds no room before something is forgotten is refused.
    boost::asio::awaitable<result> keep(batch records);

    /// Lets the store forget a machine, or every_machine. `ordered` is called once, before this completes: from then on
    /// what is pushed is not forgotten. Completes when it is committed, or after three times the archive's patience. As
    /// keep().
    boost::asio::awaitable<result> forget(machine_id machine, std::function<void()> ordered);

    /// Nothing waits any more.
    void stop();

  private:
    struct mailbox;
    struct waiting;

    bool push(batch& records);
    std::function<void()> teller_of(std::uint64_t ticket) const;
    boost::asio::awaitable<result> wait_for_commit(waiting& mine, std::chrono::milliseconds patience);
    void committed(std::uint64_t ticket);
    void wake_all();

    write_behind& store_;
    boost::asio::any_io_executor executor_;
    std::chrono::milliseconds patience_;
    std::shared_ptr<mailbox> mailbox_;
    std::map<std::uint64_t, waiting*> waiting_;
    std::uint64_t next_ticket_ = 1;
    bool waits_for_room_ = false;  ///< the store will tell
    bool stopping_ = false;
};

}  // namespace husky::host
