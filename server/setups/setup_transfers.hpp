#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/live/live_view.hpp"
#include "server/metrics/counters.hpp"
#include "server/setups/setup_settings.hpp"

namespace husky::host {

/// Transfers at a time; a further one waits. Each may hold a set-up of the largest size.
constexpr std::size_t max_setup_transfers = 16;

/// How often one transfer continues on a new link.
constexpr std::size_t max_setup_links = 256;

/// The result of a transfer.
struct transfer_end {
    enum class result : std::uint8_t {
        done,
        machine,    ///< the machine did not do it; `reply` says why
        broken,     ///< what the machine sent is invalid; `fault` says why
        crowded,    ///< other transfers took all the time
        too_late,   ///< it took longer than it may
        shut_down,  ///< the host is stopping
    };
    result outcome = result::done;
    machine_reply reply{};
    protocol::setup_fault fault = protocol::setup_fault::none;
};

struct uploaded_setup {
    transfer_end end;
    std::string content;  ///< empty unless it is done
    std::uint32_t crc32 = 0;
};

/// Moves set-ups between the host and its machines, block by block as questions to a linked machine. One transfer for
/// each machine and direction at a time; others wait, in no certain order. A transfer survives lost links: it waits for
/// the machine to come back, as long as settings.resume allows, and goes on. Belongs to one thread; coroutines complete
/// there, are not cancelled, and many may run at once.
class setup_transfers {
  public:
    /// Everything must outlive the coroutines.
    setup_transfers(live_view& live, boost::asio::any_io_executor executor, const setup_settings& settings);

    /// Machine to host.
    boost::asio::awaitable<uploaded_setup> upload(std::string serial, std::uint16_t number);
    /// Host to machine; done means that the machine applied it. `content` is not empty and within max_size; it must
    /// outlive the coroutine.
    boost::asio::awaitable<transfer_end> download(std::string serial, std::uint16_t number, std::string_view content);

    /// Transfers end at their next pause or answer from now on.
    void stop();

    [[nodiscard]] const setup_settings& settings() const { return settings_; }
    [[nodiscard]] const counters& counted() const { return counters_; }

  private:
    enum class direction : std::uint8_t { up, down };
    using line = std::pair<std::string, direction>;
    class turn;

    boost::asio::awaitable<bool> wait_for_turn(turn& mine, protocol::instant give_up);
    template <class Transfer>
    boost::asio::awaitable<transfer_end> perform(turn& mine, Transfer& transfer);
    void linked(const std::string& serial);

    live_view& live_;
    boost::asio::any_io_executor executor_;
    setup_settings settings_;
    std::set<line> busy_;
    std::set<turn*> turns_;  ///< of all transfers
    counters counters_;
    bool stopping_ = false;
};

}  // namespace husky::host
