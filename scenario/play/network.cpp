#include "scenario/play/network.hpp"

#include <algorithm>
#include <utility>

namespace husky::play {

network::number network::connect(wire_end& dialler, wire_end& listener) {
    connections_.emplace_back();
    connections_.back().ends = {&dialler, &listener};
    return connections_.size() - 1;
}

duration network::delay() {
    const auto spread = static_cast<double>((weather_.max_delay - weather_.min_delay).count());
    return weather_.min_delay + duration(static_cast<duration::rep>(spread * random_.uniform()));
}

void network::write(number at, side from, protocol::frame_queue& waiting) {
    pipe& p = connections_[at].from[index(from)];
    while (!waiting.empty() && p.in_flight < weather_.max_in_flight) {
        const auto room = weather_.max_in_flight - p.in_flight;
        const auto size = std::min({waiting.bytes(), room, 1 + below(weather_.max_piece)});
        const auto bytes = waiting.data().first(size);
        // Half of what follows closely arrives together with what went before.
        const bool joins = p.last > agenda_->now() && below(2) == 0;
        p.last = joins ? p.last : std::max(p.last, agenda_->now() + delay());
        p.pieces.push_back({p.last, {bytes.begin(), bytes.end()}});
        p.in_flight += size;
        waiting.consume(size);
        if (!joins) agenda_->at(p.last, [this, at, from] { deliver(at, from); });
    }
}

void network::deliver(number at, side from) {
    connection& c = connections_[at];
    pipe& p = c.from[index(from)];
    if (p.held) return;
    std::vector<std::byte> together;
    while (!p.pieces.empty() && p.pieces.front().at <= agenda_->now()) {
        const auto& bytes = p.pieces.front().bytes;
        together.insert(together.end(), bytes.begin(), bytes.end());
        p.pieces.pop_front();
    }
    if (c.dead) return;
    p.in_flight -= together.size();
    if (auto* reader = c.ends[index(other(from))]; reader != nullptr && !together.empty()) reader->arrived(together);
    if (auto* writer = c.ends[index(from)]; writer != nullptr && !c.dead) writer->room();
}

void network::tell_end(number at, side who, instant when) {
    agenda_->at(when, [this, at, who] {
        connection& c = connections_[at];
        c.owed_end[index(who)] = c.from[index(other(who))].held;
        if (c.owed_end[index(who)]) return;
        if (auto* told = std::exchange(c.ends[index(who)], nullptr)) told->ended();
    });
}

void network::close(number at, side from) {
    connection& c = connections_[at];
    c.ends[index(from)] = nullptr;
    if (!c.dead) tell_end(at, other(from), std::max(c.from[index(from)].last, agenda_->now() + delay()));
}

void network::reset(number at, side from) {
    connection& c = connections_[at];
    c.ends[index(from)] = nullptr;
    if (c.dead) return;
    c.dead = true;
    tell_end(at, other(from), agenda_->now() + delay());
}

void network::hold(number at, side reader, bool on) {
    connection& c = connections_[at];
    pipe& p = c.from[index(other(reader))];
    if (!std::exchange(p.held, on) || on) return;
    agenda_->at(std::max(p.last, agenda_->now()), [this, at, reader] { deliver(at, other(reader)); });
    if (c.owed_end[index(reader)]) tell_end(at, reader, std::max(p.last, agenda_->now()));
}

void network::cut(number at) {
    connections_[at].dead = true;
    tell_end(at, side::dialler, agenda_->now() + delay());
    tell_end(at, side::listener, agenda_->now() + delay());
}

void network::vanish(number at) {
    connections_[at].dead = true;
    tell_end(at, side::dialler, agenda_->now() + delay());
}

}  // namespace husky::play
