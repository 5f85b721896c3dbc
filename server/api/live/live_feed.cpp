#include "server/api/live/live_feed.hpp"

#include "server/api/live/live_documents.hpp"
#include "server/api/live/live_rows.hpp"
#include "server/http/iso_time.hpp"

namespace husky::host {

namespace {

topic topic_of(live_list list) { return list == live_list::cycles ? topic::cycles : topic::events; }

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
    for (const auto& each : changes)
        take_machines(each);
    for (const auto& each : changes)
        take_reports(each);
    take_host(host);
    for (auto* client : clients_) {
        if (!client->is_watched_) continue;
        client->queue_.ticked();
        if (client->queue_.has_news()) client->wake_();
    }
}

void live_feed::take_machines(const machine_changes& changes) {
    for (const auto& m : changes.machines)
        if (const auto document = plant_.update(m))
            for (auto* client : clients_)
                if (client->is_watched_ && client->queue_.asked().wants(m.serial))
                    client->queue_.machine(m.serial, document);
}

void live_feed::take_reports(const machine_changes& changes) {
    each_row(changes.reports, [this](const std::string& serial, live_list to, const shared_text& row) {
        for (auto* client : clients_)
            if (const auto& asked = client->queue_.asked();
                client->is_watched_ && asked.topics.has(topic_of(to)) && asked.wants(serial))
                client->queue_.report(to, row);
    });
    if (changes.lost == 0) return;
    for (auto* client : clients_)
        if (const auto& asked = client->queue_.asked();
            client->is_watched_ && (asked.topics.has(topic::cycles) || asked.topics.has(topic::events)))
            client->queue_.lose(changes.lost);
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
