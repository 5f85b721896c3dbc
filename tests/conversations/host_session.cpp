#include "tests/conversations/host_session.hpp"

namespace husky::conversations {

namespace {

const std::chrono::sys_seconds wall{std::chrono::seconds(0x6955B900)};

}  // namespace

host_session::host_session(host_end& of, std::uint64_t number)
    : host_(&of),
      number_(number),
      feed_(*this, protocol::default_dialect().order),
      link_(of.links_, protocol::default_dialect(), *this, of.in_->time.now()),
      wire_(*of.in_, *this, end::host, [this] { ended(); }) {}

void host_session::init_asked(std::string_view serial, protocol::link_kind kind) {
    serial_ = serial;
    asking_ = true;
    host_->post([this, kind] { host_->registry_.asked(id(), serial_, kind); });
}

void host_session::admit(std::unique_ptr<host::machine> m) {
    asking_ = false;
    if (wire_.over() || link_.closing()) return return_unused(std::move(m));
    if (m) reports_.emplace(*host_, std::move(m), link_.wire_dialect());
    was_linked_ = true;
    link_.admit(protocol::init_result::ok, wall, now(), reports_ && reports_->has_reported());
    wire_.wake();
}

void host_session::refuse(protocol::init_result result) {
    asking_ = false;
    link_.admit(result, wall, now());
    wire_.wake();
}

void host_session::probe() {
    link_.probe(now());
    wire_.wake();
}

void host_session::probe_answered(bool alive) {
    host_->post([this, alive] { host_->registry_.probed(id(), serial_, link_.kind(), alive); });
}

void host_session::due(protocol::instant at) {
    link_.due(at);
    if (link_.closing()) give_back();
}

void host_session::batch_received() {
    if (link_.closing())
        give_back();
    else
        feed_.settle();
}

void host_session::ask(const protocol::machine_question& q, host::reply_handler replied) {
    const auto twice = [this, once = std::move(replied)](host::machine_reply r) {
        if (host_->answers_twice) once(r);
        once(std::move(r));
    };
    if (questions_.ask(link_, q, now(), twice)) wire_.wake();
}

void host_session::answered(std::uint64_t ticket, protocol::machine_answer answer) {
    host_->answers_to_nobody += questions_.has(ticket) ? 0 : 1;
    questions_.answered(ticket, std::move(answer));
}

void host_session::not_answered(std::uint64_t ticket, protocol::error_code why) {
    host_->answers_to_nobody += questions_.has(ticket) ? 0 : 1;
    questions_.not_answered(ticket, why);
}

protocol::identify_response host_session::identity() {
    return {protocol::result_code::ok, 0x0202, protocol::link_role::host, "husky-host", "1", 1};
}

void host_session::watch(look& by, host::watch_number number) {
    look_ = &by;
    watch_ = number;
    feed_.watch(number);
    feed_.settle();
    wire_.wake();
}

void host_session::unwatch() {
    look_ = nullptr;
    feed_.unwatch(watch_);
    feed_.settle();
    wire_.wake();
}

bool host_session::press(std::uint16_t key) {
    const bool sent = link_.press(key);
    wire_.wake();
    return sent;
}

void host_session::ask(const protocol::machine_question& q) {
    ask(q, [this](host::machine_reply r) { feed_.replied(std::move(r)); });
}

void host_session::show(host::watch_number to, host::shared_picture picture) {
    if (look_ != nullptr && to == watch_) look_->newest = std::move(picture);
    host_->post([this] {
        feed_.taken();
        feed_.settle();
    });
}

void host_session::fail(host::watch_number to, host::machine_reply) {
    if (to == watch_) end_look();
}

void host_session::end_look() {
    if (look_ != nullptr) std::exchange(look_, nullptr)->over = true;
}

void host_session::close(protocol::close_reason why) {
    link_.close(why);
    give_back();
    wire_.wake();
}

void host_session::ended() {
    if (asking_) host_->post([this] { host_->registry_.abandoned(id(), serial_, link_.kind()); });
    host_->in_->seen.closings.insert(link_.reason());
    link_.close(protocol::close_reason::shutdown);
    give_back();
    questions_.end(link_.reason());
    if (dialled_) host_->plan_dial(was_linked_);
}

void host_session::give_back() {
    end_look();
    if (!reports_ && !link_.is_display()) return;
    return_unused(reports_ ? reports_->give_back() : nullptr);
    reports_.reset();
}

void host_session::return_unused(std::unique_ptr<host::machine> m) {
    leaving_ = std::move(m);
    host_->post([this] { host_->registry_.released(id(), serial_, std::move(leaving_)); });
}

}  // namespace husky::conversations
