#include "server/links/admissions.hpp"

#include "server/links/session.hpp"

namespace husky::host {

void admissions::admit(const link_id& link, const std::string& serial, std::unique_ptr<machine> m) {
    const bool is_machine = m != nullptr;
    host_shard& to = *shards_[link.shard];
    to.post([&to, number = link.number, serial, given = std::move(m)]() mutable {
        to.admit(number, serial, std::move(given));
    });
    if (is_machine && linked_) linked_(serial);
}

void admissions::release(const link_id& holder, const std::string& serial, std::unique_ptr<machine> m) {
    if (!m) displays_.ended(serial, holder);
    const bool is_machine = m != nullptr;
    registry_.released(holder, serial, std::move(m));
    if (is_machine) rests_.rests(serial);
}

void admissions::write_unwritten(host_shard& shard) {
    const link_id writer{shard.index(), no_link};
    for (auto& each : registry_.lend_unwritten(writer))
        shard.post([&shard, writer, m = std::move(each)]() mutable { shard.write_gap_changes(writer, std::move(m)); });
}

void admissions::refuse(const link_id& link, protocol::init_result result) {
    shards_[link.shard]->post_to(link.number, [result](session& s) { s.refuse(result); });
}

void admissions::probe(const link_id& link) {
    shards_[link.shard]->post_to(link.number, [](session& s) { s.probe(); });
}

/// Runs a task with the display of that link, if there still is one by then.
template <class Task>
void admissions::post_to_display(const link_id& link, Task task) {
    shards_[link.shard]->post_to(link.number, [task](session& s) {
        if (auto* d = s.display()) task(*d);
    });
}

void admissions::watch(const link_id& link, watch_number number) {
    post_to_display(link, [number](session_display& d) { d.watch(number); });
}

void admissions::unwatch(const link_id& link, watch_number number) {
    post_to_display(link, [number](session_display& d) { d.unwatch(number); });
}

void admissions::taken(const link_id& link) {
    post_to_display(link, [](session_display& d) { d.picture_taken(); });
}

}  // namespace husky::host
