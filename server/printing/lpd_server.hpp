#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <list>
#include <string>

#include "link/asio/asio.hpp"
#include "link/asio/task_group.hpp"
#include "program/log_limit.hpp"
#include "protocol/printing/byte_budget.hpp"
#include "server/metrics/counters.hpp"
#include "server/printing/print_jobs.hpp"
#include "server/printing/printing_settings.hpp"

namespace husky::host {

/// RFC 1179 on the thread of one io_context: performs what an lpd_receiver decides for each connection, and keeps jobs
/// as print jobs.
class lpd_server {
  public:
    /// Everything must outlive the server; `context` is run by one thread, on which `counted` is written.
    lpd_server(boost::asio::io_context& context, const printing_settings& settings, print_jobs& prints,
               counters& counted, int log_lines_per_second);
    lpd_server(const lpd_server&) = delete;
    lpd_server& operator=(const lpd_server&) = delete;

    /// Binds; port 0 takes a free one. Throws boost::system::system_error.
    void listen(const link::tcp::endpoint& at);
    [[nodiscard]] link::tcp::endpoint local() const { return acceptor_.local_endpoint(); }
    /// Begins to accept. Once, after listen(), on the context's thread or before it runs.
    void start();

    /// Accepts no more and closes connections, once a job that was whole is answered; completes when all are gone. On
    /// the context's thread, once.
    link::asio::awaitable<void> stop();

    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

  private:
    struct connection;

    link::asio::awaitable<void> accept();
    link::asio::awaitable<void> serve(link::tcp::socket socket);
    link::asio::awaitable<bool> turn(connection& with);
    link::asio::awaitable<void> perform(connection& with);
    link::asio::awaitable<void> keep_job(connection& with);
    link::asio::awaitable<void> read(connection& with);
    link::asio::awaitable<bool> flush(connection& with);
    void say_why(const connection& with);
    void refused(protocol::printing::lpd_refusal why);

    const printing_settings settings_;
    print_jobs& prints_;
    counters& counted_;
    protocol::printing::byte_budget budget_;
    program::log_limit log_;
    link::tcp::acceptor acceptor_;
    link::task_group tasks_;
    std::list<connection*> connections_;
    bool stopping_ = false;
};

}  // namespace husky::host
