#include "client/check/virtual_host.hpp"

#include <algorithm>

#include "protocol/codec.hpp"
#include "scenario/play/setup_text.hpp"

namespace husky::check {

using scenario::link_state;

virtual_host_link::virtual_host_link(virtual_host& of, play::reference_session& session)
    : host_(&of), session_(&session), link_(*of.world_) {
    session.set_waker([this] {
        link_.wake();
        look();
    });
}

play::wire_end& virtual_host_link::open() {
    auto* watcher = host_->judge_ == nullptr ? nullptr : this;
    return link_.open(*session_, watcher, "", host_->judge_ != nullptr, [this] { over(); });
}

void virtual_host_link::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    const auto message = host_->world_->spoken().find(f.command);
    protocol::init named;
    const bool names_itself = serial_.empty() && message == protocol::index_of<protocol::init> &&
                              decode(f.fields, host_->world_->spoken(), named) == protocol::decode_fault::none;
    if (names_itself) {
        serial_ = named.serial_number;
        host_->named(*this);
    }
    host_->judge_->saw({serial_, scenario::role::host, way, f, message}, at);
    host_->world_->look_at_engine();
}

void virtual_host_link::sent(const protocol::frame& f, protocol::instant at) {
    saw(scenario::direction::sent, f, at);
    look();
}

void virtual_host_link::received(const protocol::frame& f, protocol::instant at) {
    saw(scenario::direction::received, f, at);
}

void virtual_host_link::look() {
    if (session_ == nullptr || !session_->linked() || std::exchange(told_linked_, true)) return;
    host_->tell(serial_, link_state::linked, "");
}

void virtual_host_link::over() {
    host_->tell(serial_, link_state::closed, session_->closing() ? "closed by the host" : "closed by the machine");
    std::erase(host_->open_, this);
    // Not now: the session may be at work.
    host_->world_->time().at(
        host_->now(), [this, gone = std::exchange(session_, nullptr)] { host_->host_.forget(*gone, host_->now()); });
}

virtual_host::virtual_host(const play::reference_settings& settings, virtual_world& in, scenario::engine* judge)
    : actor("host", scenario::role::host),
      world_(&in),
      judge_(judge),
      host_(
          settings, in.spoken(), [&in](protocol::instant) { return in.wall(); },
          [this] { world_->time().at(now(), [this] { host_.take_turn(now()); }); }) {}

void virtual_host::tell(const std::string& serial, link_state to, std::string_view why) {
    if (judge_ == nullptr) return;
    judge_->link_changed(serial, to, why, now());
    world_->look_at_engine();
}

bool virtual_host::accept(play::wire_end& from, const std::function<void(play::network::number)>& connected) {
    if (barred_) return false;
    auto* session = host_.accept(now());
    if (session == nullptr) return false;
    auto& l = links_.emplace_back(*this, *session);
    open_.push_back(&l);
    const auto at = world_->net().connect(from, l.open());
    l.joined(at);
    connected(at);
    return true;
}

void virtual_host::named(virtual_host_link& l) {
    tell(l.serial(), link_state::connected, "");
    const auto [known, is_new] = known_.emplace(l.serial(), false);
    if (is_new && new_machine_) new_machine_(l.serial());
    if (known->second) world_->net().cut(l.link().connection());
}

void virtual_host::bar(const std::string& serial, bool on) { known_[serial] = on; }

virtual_host_link* virtual_host::link_of(const std::string& serial) {
    const auto at = std::find_if(open_.rbegin(), open_.rend(), [&](auto* l) { return l->serial() == serial; });
    return at == open_.rend() ? nullptr : *at;
}

void virtual_host::faults_changed() {
    for (auto* l : std::vector(open_))
        l->link().faults_changed();
}

play::refusal virtual_host::cut(bool half_open) {
    barred_ = true;
    for (auto* l : std::vector(open_)) {
        if (half_open)
            world_->net().go_dead(l->link().connection());
        else
            world_->net().cut(l->link().connection());
    }
    return std::nullopt;
}

play::refusal virtual_host::restore() {
    barred_ = false;
    return std::nullopt;
}

play::refusal virtual_host::pause_reading(bool on) {
    for (auto* l : open_)
        l->link().hold(on);
    return std::nullopt;
}

play::refusal virtual_host::ask(const std::string& machine, std::span<const std::byte> question) {
    protocol::frame_reader one(world_->spoken());
    one.push(question);
    const auto f = one.next();
    auto problem = f ? host_.ask(machine, *f, now()) : "that is no message";
    return problem.empty() ? play::refusal() : problem;
}

play::refusal virtual_host::upload(const scenario::upload_action& what) {
    auto problem = host_.upload(what.machine, what.number, now());
    return problem.empty() ? play::refusal() : problem;
}

play::refusal virtual_host::download(const scenario::download_action& what) {
    std::string text;
    auto problem = play::setup_to_send(what, host_.find(what.machine), text);
    if (problem) return problem;
    const auto bytes = std::as_bytes(std::span(text));
    auto refused = host_.download(what.machine, what.number, {bytes.begin(), bytes.end()}, now());
    return refused.empty() ? play::refusal() : refused;
}

template <class Deed>
play::refusal virtual_host_link_actor::on_link(const Deed& deed) {
    auto* l = host_->link_of(name());
    if (l == nullptr || !l->link().is_open()) return name() + " has no connection";
    deed(*l);
    return std::nullopt;
}

play::refusal virtual_host_link_actor::close() {
    return on_link([](virtual_host_link& l) { l.session()->close(protocol::close_reason::shutdown); });
}

play::refusal virtual_host_link_actor::reset() {
    return on_link([](virtual_host_link& l) { l.session()->reset(); });
}

play::refusal virtual_host_link_actor::cut(bool half_open) {
    host_->bar(name(), true);
    on_link([&](virtual_host_link& l) {
        if (half_open)
            world_->net().go_dead(l.link().connection());
        else
            world_->net().cut(l.link().connection());
    });
    return std::nullopt;
}

play::refusal virtual_host_link_actor::restore() {
    host_->bar(name(), false);
    return std::nullopt;
}

play::refusal virtual_host_link_actor::pause_reading(bool on) {
    return on_link([&](virtual_host_link& l) { l.link().hold(on); });
}

play::refusal virtual_host_link_actor::say(std::span<const std::byte> message) {
    bool taken = false;
    auto problem = on_link([&](virtual_host_link& l) { taken = l.session()->say(message); });
    if (!problem && !taken) return "more waits to be written to " + name() + " than may";
    return problem;
}

}  // namespace husky::check
