#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "server/store/store.hpp"

namespace husky::host {

/// A set-up that a machine has now.
struct archived_setup {
    machine_id machine = 0;
    std::string serial;
    std::uint16_t number = 0;
    setup_origin origin = setup_origin::upload;
    std::string remark;
    std::uint32_t crc32 = 0;
    std::string sha256;  ///< hexadecimal
};

/// Puts set-ups into a store's archive and waits until they can be read there. Belongs to one thread.
class setup_archive {
  public:
    /// Both must outlive the archive. `patience` is how long a store that is slow or failing is waited for.
    setup_archive(store& kept, boost::asio::any_io_executor executor,
                  std::chrono::milliseconds patience = std::chrono::seconds(3));
    /// No keep() may wait any more.
    ~setup_archive();
    setup_archive(const setup_archive&) = delete;
    setup_archive& operator=(const setup_archive&) = delete;

    enum class fate : std::uint8_t {
        kept,
        queued,   ///< the store has it but could not commit it in time; it goes on trying
        refused,  ///< the store's queue was full all the time
    };
    /// Completes when it is committed, or after the archive's patience. `content` must outlive the coroutine. Many may
    /// run at once.
    boost::asio::awaitable<fate> keep(archived_setup what, std::string_view content);

    /// Nobody is waited for any more.
    void stop();

  private:
    struct mailbox;
    struct waiting {
        boost::asio::steady_timer timer;
        bool committed = false;
    };

    boost::asio::awaitable<bool> push(batch& records, waiting& mine);
    void committed(std::uint64_t ticket);

    store& kept_;
    boost::asio::any_io_executor executor_;
    std::chrono::milliseconds patience_;
    std::shared_ptr<mailbox> mailbox_;
    std::map<std::uint64_t, waiting*> waiting_;
    std::uint64_t next_ticket_ = 1;
    bool stopping_ = false;
};

}  // namespace husky::host
