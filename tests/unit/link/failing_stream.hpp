#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "link/asio/asio.hpp"

namespace husky::link {

/// How an operation of a connection fails.
enum class mishap : std::uint8_t {
    reset,        ///< as when the peer is gone; a timer's wait is given up
    would_block,  ///< ready, they said, but it is not
    one_byte,     ///< no more than one byte is moved
};

/// Counts the operations of one end from 1, and names the one that fails.
struct mishap_plan {
    std::size_t done = 0;
    std::size_t nth = 0;  ///< 0: none fails
    mishap how = mishap::reset;

    bool next() { return ++done == nth; }
};

/// A wait that ends before its time: given up, or with nothing to show for it.
template <class Handler>
void complete_at_once(const asio::any_io_executor& executor, const mishap_plan& plan, Handler handler) {
    error_code failed;
    if (plan.how == mishap::reset) failed = asio::error::operation_aborted;
    asio::post(executor, [failed, h = std::move(handler)]() mutable { h(failed); });
}

/// A TCP socket whose n-th operation fails.
class failing_stream {
  public:
    failing_stream(tcp::socket socket, std::shared_ptr<mishap_plan> plan)
        : socket_(std::move(socket)), plan_(std::move(plan)) {}

    auto get_executor() { return socket_.get_executor(); }
    void non_blocking(bool mode, error_code& failed) {
        if (!fails(failed)) socket_.non_blocking(mode, failed);
        socket_.non_blocking(true);  // or the test itself would block
    }
    template <class Option>
    void set_option(const Option& option, error_code& failed) {
        if (!fails(failed)) socket_.set_option(option, failed);
    }
    template <class Token>
    auto async_wait(tcp::socket::wait_type what, Token&& token) {
        return asio::async_initiate<Token, void(error_code)>(
            [this, what](auto handler) {
                if (!plan_->next() || plan_->how == mishap::one_byte)
                    return socket_.async_wait(what, std::move(handler));
                complete_at_once(socket_.get_executor(), *plan_, std::move(handler));
            },
            token);
    }
    std::size_t read_some(const asio::mutable_buffer& into, error_code& failed) {
        const bool fewer = fails(failed);
        if (failed) return 0;
        return socket_.read_some(asio::buffer(into, fewer ? 1 : into.size()), failed);
    }
    std::size_t write_some(const asio::const_buffer& from, error_code& failed) {
        const bool fewer = fails(failed);
        if (failed) return 0;
        return socket_.write_some(asio::buffer(from, fewer ? 1 : from.size()), failed);
    }
    void shutdown(tcp::socket::shutdown_type what, error_code& failed) {
        if (!fails(failed)) socket_.shutdown(what, failed);
    }
    void close(error_code& failed) { socket_.close(failed); }

  private:
    bool fails(error_code& failed) {
        if (!plan_->next()) return false;
        if (plan_->how == mishap::reset) failed = asio::error::connection_reset;
        if (plan_->how == mishap::would_block) failed = asio::error::would_block;
        return true;
    }

    tcp::socket socket_;
    std::shared_ptr<mishap_plan> plan_;
};

/// A timer of which every wait counts.
class failing_timer : public asio::steady_timer {
  public:
    /// Of the next timer that is made.
    static inline std::shared_ptr<mishap_plan> next_plan;

    explicit failing_timer(const asio::any_io_executor& executor)
        : asio::steady_timer(executor), plan_(std::exchange(next_plan, nullptr)) {}

    template <class Token>
    auto async_wait(Token&& token) {
        return asio::async_initiate<Token, void(error_code)>(
            [this](auto handler) {
                if (!plan_->next() || plan_->how == mishap::one_byte)
                    return asio::steady_timer::async_wait(std::move(handler));
                complete_at_once(get_executor(), *plan_, std::move(handler));
            },
            token);
    }

  private:
    std::shared_ptr<mishap_plan> plan_;
};

}  // namespace husky::link
