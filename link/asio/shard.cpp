#include "link/asio/shard.hpp"

namespace husky::link {

shard::shard() : work_(boost::asio::make_work_guard(context_)), scratch_(scratch_size) {}

shard::~shard() {
    stop();
    join();
}

void shard::start() {
    thread_ = std::thread([this] { context_.run(); });
}

void shard::finish() { work_.reset(); }

void shard::stop() { context_.stop(); }

void shard::join() {
    if (thread_.joinable()) thread_.join();
}

}  // namespace husky::link
