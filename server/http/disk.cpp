#include "server/http/disk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using query_function = std::function<http_response(store_reader&)>;

boost::asio::awaitable<http_response> call(query_function query, store_reader* reader,
                                           const std::atomic<bool>& closing) {
    if (closing) co_return problem(503, "the host is stopping");
    co_return query(*reader);
}

boost::asio::awaitable<bool> perform(std::function<void(store_reader&)> query, store_reader* reader,
                                     const std::atomic<bool>& closing) {
    if (closing) co_return false;
    query(*reader);
    co_return true;
}

}  // namespace

boost::asio::awaitable<http_response> disk::run(query_function query) {
    boost::asio::awaitable<http_response> job = call(std::move(query), reader_.get(), closing_);
    co_return co_await boost::asio::co_spawn(thread_.get_executor(), std::move(job), boost::asio::use_awaitable);
}

boost::asio::awaitable<bool> disk::look(std::function<void(store_reader&)> query) {
    boost::asio::awaitable<bool> job = perform(std::move(query), reader_.get(), closing_);
    co_return co_await boost::asio::co_spawn(thread_.get_executor(), std::move(job), boost::asio::use_awaitable);
}

}  // namespace husky::host
