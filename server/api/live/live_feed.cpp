#include "server/api/live/live_feed.hpp"

#include <algorithm>

#include "server/api/live/live_documents.hpp"
#include "server/api/live/live_rows.hpp"
#include "server/http/iso_time.hpp"

namespace husky::host {

namespace {

topic topic_of(live_list list) {
    if (list == live_list::frames) return topic::frames;
    return list == live_list::cycles ? topic::cycles : topic::events;
}

}  // namespace

std::unique_ptr<live_client> live_feed::join(live_request asked, std::function<void()> wake) {
    if (clients_.size() >= max_clients) return nullptr;
    std::unique_ptr<live_client> client(new live_client(*this, std::move(asked), std::move(wake)));
    clients_.insert(client.get());
    wanted_.reset();
    counted_->live_clients.add(1);
    return client;
}

void live_feed::leave(live_client& client) {
    clients_.erase(&client);
    wanted_.reset();
    counted_->live_clients.add(-1);
}

std::shared_ptr<const watch_list> live_feed::wanted() {
    if (wanted_) return wanted_;
    const auto list = std::make_shared<watch_list>();
    for (auto* client : clients_) {
        client->is_watched_ = true;
        const auto& asked = client->queue_.asked();
        if (asked.machines.empty()) list->add_all(asked.topics);
        for (const auto& serial : asked.machines)
            list->add(serial, asked.topics);
    }
    plant_.keep(*list);
    if (!clients_.empty()) wanted_ = list;
    return wanted_;
}

void live_feed::take(const std::vector<machine_changes>& changes, const live_host& host, wall_time now) {
    time_ = iso_utc(now);
    for (const auto& each : changes) {
        if (each.begins_anew) begin_again();
        take_machines(each);
    }
    for (const auto& each : changes)
        take_reports(each);
    take_frames(changes);
    take_host(host);
    for (auto* client : clients_) {
        if (!client->is_watched_) continue;
        client->queue_.ticked();
        if (client->queue_.has_news()) client->wake_();
    }
}

void live_feed::begin_again() {
    plant_.clear();
    for (auto* client : clients_)
        client->queue_.begin_again();
}

void live_feed::take_machines(const machine_changes& changes) {
    for (const auto& m : changes.machines)
        if (const auto document = plant_.update(m))
            for (auto* client : clients_)
                if (client->is_watched_ && client->queue_.asked().wants(m.serial))
                    client->queue_.machine(m.serial, document);
}

void live_feed::lose(topic_set of, std::uint64_t reports) {
    if (reports == 0) return;
    for (auto* client : clients_)
        if (client->is_watched_ && client->queue_.asked().topics.has_any(of)) client->queue_.lose(reports);
}

void live_feed::tell(const std::string& serial, live_list to, const shared_text& row) {
    for (auto* client : clients_)
        if (const auto& asked = client->queue_.asked();
            client->is_watched_ && asked.topics.has(topic_of(to)) && asked.wants(serial))
            client->queue_.report(to, row);
}

void live_feed::take_reports(const machine_changes& changes) {
    lose({topic::cycles, topic::events}, changes.lost);
    each_row(changes.reports,
             [this](const std::string& serial, live_list to, const shared_text& row) { tell(serial, to, row); });
}

void live_feed::take_frames(const std::vector<machine_changes>& changes) {
    std::uint64_t lost = 0, room = max_frames;
    for (const auto& each : changes) {
        const auto taken = std::min<std::uint64_t>(room, each.frames.size());
        room -= taken;
        lost += each.lost_frames + each.frames.size() - taken;
    }
    lose({topic::frames}, lost);
    room = max_frames;
    for (const auto& each : changes)
        for (std::size_t i = 0; i < each.frames.size() && room > 0; ++i, --room) {
            std::string json;
            append_json(json, decoder_.decode(each.frames[i]));
            tell(each.frames[i].serial, live_list::frames, std::make_shared<const std::string>(std::move(json)));
        }
}

void live_feed::take_host(const live_host& host) {
    std::string json;
    append_json(json, fields_of(plant_.totals(), host));
    if (!host_ || *host_ != json) host_ = std::make_shared<const std::string>(std::move(json));
    for (auto* client : clients_)
        if (client->queue_.asked().machines.empty()) client->queue_.host(host_);
}

std::optional<std::string> live_client::next() {
    if (!queue_.has_news()) return std::nullopt;
    if (queue_.resynchronises()) feed_->counted_->live_resynchronised.add();
    return queue_.next(feed_->plant_, feed_->time_);
}

}  // namespace husky::host
