#include "server/http/connection/request_rate.hpp"

#include <algorithm>
#include <chrono>

namespace husky::host {

double request_rate::left(const allowance& of, protocol::instant now) const {
    const std::chrono::duration<double> passed = now - of.at;
    return std::min(max_left(), of.left + passed.count() * per_second_);
}

/// At the bound: who is at rest loses nothing by being forgotten. If nobody is, all begin anew.
void request_rate::forget_idle(protocol::instant now) {
    std::erase_if(clients_, [&](const auto& each) { return left(each.second, now) >= max_left(); });
    if (clients_.size() >= max_clients) clients_.clear();
}

bool request_rate::allows(const boost::asio::ip::address& client, protocol::instant now) {
    if (clients_.size() >= max_clients && !clients_.contains(client)) forget_idle(now);
    allowance& mine = clients_.try_emplace(client, allowance{max_left(), now}).first->second;
    mine = {left(mine, now), now};
    if (mine.left < 1) return false;
    mine.left -= 1;
    return true;
}

}  // namespace husky::host
