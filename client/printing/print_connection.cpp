#include "client/printing/print_connection.hpp"

#include <fmt/format.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "client/failures/link_failures.hpp"

namespace husky::cells {

namespace {

using protocol::printing::print_fault;
using protocol::printing::print_sender;

}  // namespace

std::string print_outcome::in_words() const {
    return detail.empty() ? std::string(name(fault)) : fmt::format("{}: {}", name(fault), detail);
}

link::asio::awaitable<print_outcome> print_connection::run(const screen_print& print, const std::string& serial,
                                                           link::host_port to, link::local_address from,
                                                           protocol::duration timeout) {
    const auto unreachable = co_await link::dial(socket_, std::move(to), timeout, given_up_, std::move(from));
    if (unreachable) co_return print_outcome{print_fault::not_reached, connection_problem(unreachable)};
    if (over_) co_return print_outcome{print_fault::lost, ""};
    link::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(link::tcp::no_delay(true), ignored);
    const auto job = make_job(print, serial);
    print_sender sender(job, {.step = timeout});
    sender.connected(link::now());
    co_await talk(sender);
    socket_.close(ignored);
    co_return print_outcome{sender.fault(), sender.said()};
}

void print_connection::give_up() {
    over_ = true;
    given_up_.give();
    timer_.cancel();
}

link::asio::awaitable<void> print_connection::talk(print_sender& sender) {
    while (true) {
        write_now(sender);
        if (sender.over()) co_return;
        co_await wait(sender);
        if (over_) co_return sender.lost();
        read_now(sender);
        sender.due(link::now());
    }
}

/// Until the server sends something, takes something that waits for it, or the time is over.
link::asio::awaitable<void> print_connection::wait(print_sender& sender) {
    using namespace link::asio::experimental::awaitable_operators;
    timer_.expires_at(link::as_steady(sender.deadline()));
    if (over_) co_return;
    if (sender.to_send().empty())
        co_await (socket_.async_wait(link::tcp::socket::wait_read, link::as_result) ||
                  timer_.async_wait(link::as_result));
    else
        co_await (socket_.async_wait(link::tcp::socket::wait_read, link::as_result) ||
                  socket_.async_wait(link::tcp::socket::wait_write, link::as_result) ||
                  timer_.async_wait(link::as_result));
}

/// A failure to write is reported by the next read, after what the server sent before.
void print_connection::write_now(print_sender& sender) {
    while (!sender.to_send().empty()) {
        const auto waiting = sender.to_send();
        link::error_code failed;
        const auto count = socket_.write_some(link::asio::buffer(waiting.data(), waiting.size()), failed);
        if (failed) return;
        sender.sent(count, link::now());
    }
}

void print_connection::read_now(print_sender& sender) {
    std::array<std::byte, 512> heard;
    while (!sender.over()) {
        link::error_code failed;
        const auto count = socket_.read_some(link::asio::buffer(heard), failed);
        if (link::would_block(failed)) return;
        if (failed) return sender.lost();
        sender.received(std::span(heard).first(count), link::now());
        write_now(sender);
    }
}

}  // namespace husky::cells
