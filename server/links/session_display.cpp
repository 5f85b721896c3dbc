#include "server/links/session_display.hpp"

#include "server/links/admissions.hpp"
#include "server/links/session.hpp"

namespace husky::host {

session_display::session_display(host_shard& shard, session& of, const link_id& id, std::string serial,
                                 protocol::byte_order order)
    : shard_(shard), session_(of), id_(id), serial_(std::move(serial)), feed_(*this, order) {
    shard_.counted.displays_linked.add(1);
}

void session_display::watch(watch_number number) {
    feed_.watch(number);
    settle();
}

void session_display::unwatch(watch_number number) {
    feed_.unwatch(number);
    settle();
}

void session_display::picture_taken() {
    feed_.taken();
    settle();
}

void session_display::settle() {
    if (released_) return;
    feed_.settle();
    count_running();
}

void session_display::count_running() {
    const bool running = feed_.running() && !released_;
    if (running == counted_running_) return;
    counted_running_ = running;
    shard_.counted.display_streams.add(running ? 1 : -1);
}

void session_display::ask(const protocol::machine_question& q) {
    session_.ask(q, [this](machine_reply r) { feed_.replied(std::move(r)); });
}

void session_display::show(watch_number to, shared_picture picture) {
    shard_.surroundings().control->post(
        [link = id_, serial = serial_, to, p = std::move(picture)](admissions& control) mutable {
            control.displays().shown(serial, link, to, std::move(p));
        });
}

void session_display::fail(watch_number to, machine_reply why) {
    shard_.surroundings().control->post([serial = serial_, to, r = std::move(why)](admissions& control) mutable {
        control.displays().failed(serial, to, std::move(r));
    });
}

void session_display::release() {
    if (released_) return;
    released_ = true;
    count_running();
    shard_.counted.displays_linked.add(-1);
    shard_.surroundings().control->post(
        [link = id_, serial = serial_](admissions& control) { control.release(link, serial, nullptr); });
}

}  // namespace husky::host
