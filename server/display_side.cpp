#include "server/display_side.hpp"

#include "server/links/session.hpp"

namespace husky::host {

std::unique_ptr<display_view> display_side::look(const std::string& serial, const link_id& link,
                                                 std::function<void()> wake) {
    return hub_.look(serial, link, std::move(wake));
}

link::asio::awaitable<bool> display_side::press(link_id link, std::uint16_t key_code) {
    host_shard& to = *shards_[link.shard];
    co_return co_await boost::asio::co_spawn(to.thread().context(), to.press(link.number, key_code),
                                             boost::asio::use_awaitable);
}

void display_side::ask_admission(const link_id& link, const std::string& serial) {
    post([this, link, serial] { registry_.asked(link, serial); });
}

void display_side::probe_answered(const link_id& holder, const std::string& serial, bool alive) {
    post([this, holder, serial, alive] { registry_.probed(holder, serial, alive); });
}

void display_side::release(const link_id& holder, const std::string& serial) {
    post([this, holder, serial] {
        hub_.ended(serial, holder);
        registry_.released(holder, serial);
    });
}

void display_side::abandon(const link_id& link, const std::string& serial) {
    post([this, link, serial] { registry_.abandoned(link, serial); });
}

void display_side::shown(const link_id& link, const std::string& serial, watch_number of, shared_picture picture) {
    post([this, link, serial, of, p = std::move(picture)]() mutable { hub_.shown(serial, link, of, std::move(p)); });
}

void display_side::failed(const std::string& serial, watch_number of, machine_reply why) {
    post([this, serial, of, r = std::move(why)]() mutable { hub_.failed(serial, of, std::move(r)); });
}

void display_side::admit(const link_id& link, const std::string& serial) {
    host_shard& to = *shards_[link.shard];
    to.post([&to, number = link.number, serial] { to.admit_display(number, serial); });
}

void display_side::refuse(const link_id& link, protocol::init_result result) {
    shards_[link.shard]->post_to(link.number, [result](session& s) { s.refuse(result); });
}

void display_side::probe(const link_id& link) {
    shards_[link.shard]->post_to(link.number, [](session& s) { s.probe(); });
}

void display_side::watch(const link_id& link, watch_number number) {
    shards_[link.shard]->post_to(link.number, [number](session& s) { s.watch(number); });
}

void display_side::unwatch(const link_id& link, watch_number number) {
    shards_[link.shard]->post_to(link.number, [number](session& s) { s.unwatch(number); });
}

void display_side::taken(const link_id& link) {
    shards_[link.shard]->post_to(link.number, [](session& s) { s.picture_taken(); });
}

void display_side::views_changed(std::size_t views) { counted_.display_views.set(static_cast<std::int64_t>(views)); }

}  // namespace husky::host
