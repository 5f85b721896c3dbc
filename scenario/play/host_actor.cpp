#include "scenario/play/host_actor.hpp"

#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "scenario/play/keys.hpp"
#include "scenario/play/setup_text.hpp"
#include "scenario/roles.hpp"

namespace husky::play {

using scenario::link_state;

namespace {

/// The serial in an init or a display_init.
template <class Init>
std::optional<std::string> name_in(const protocol::frame& f, std::optional<protocol::message_index> message,
                                   const protocol::dialect& wire_dialect) {
    Init named;
    if (message != protocol::index_of<Init> || decode(f.fields, wire_dialect, named) != protocol::decode_fault::none)
        return std::nullopt;
    return named.serial_number;
}

refusal refusal_of(std::string problem) { return problem.empty() ? refusal() : refusal(std::move(problem)); }

}  // namespace

host_connection::host_connection(host_actor& of, reference_session& session) : host_(&of), session_(&session) {
    session.set_waker([this] { woken(); });
}

/// Whether this is its machine's name.
bool host_connection::learn(const protocol::frame& f, std::optional<protocol::message_index> message) {
    if (!serial_.empty()) return false;
    auto name = name_in<protocol::init>(f, message, *host_->wire_dialect_);
    if (!name) {
        name = name_in<protocol::display_init>(f, message, *host_->wire_dialect_);
        is_display_ = name.has_value();
    }
    serial_ = name.value_or("");
    return name && !is_display_;
}

void host_connection::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    const auto message = host_->wire_dialect_->find(f.command);
    if (learn(f, message)) host_->named(*this);
    host_->judge_->saw({serial_, scenario::role::host, way, f, message}, at);
    host_->engine_told();
}

void host_connection::sent(const protocol::frame& f, protocol::instant at) {
    saw(scenario::direction::sent, f, at);
    look();
}

void host_connection::received(const protocol::frame& f, protocol::instant at) {
    saw(scenario::direction::received, f, at);
}

/// What it does may end the connection, and with it the waker.
void host_connection::woken() {
    wake();
    look();
}

/// Its session became a link, or did not.
void host_connection::look() {
    if (session_ == nullptr || !session_->linked() || std::exchange(told_linked_, true)) return;
    host_->tell(*this, link_state::linked, "");
}

void host_connection::over() {
    const bool was_refused = session_->closing() && session_->reason() == protocol::close_reason::refused;
    if (was_refused)
        host_->tell(*this, link_state::refused, "the answer to init was not ok");
    else
        host_->tell(*this, link_state::closed, session_->closing() ? "closed by the host" : "closed by the machine");
    std::erase(host_->open_, this);
    session_->set_waker({});
    // Not now: the session may be at work, and asked until then.
    host_->later(
        [host = host_, gone = std::exchange(session_, nullptr)] { host->reference_.forget(*gone, host->now()); });
}

host_actor::host_actor(const reference_settings& settings, const protocol::dialect& wire_dialect,
                       reference_host::wall_clock wall, scenario::engine* judge)
    : actor("host", scenario::role::host),
      wire_dialect_(&wire_dialect),
      judge_(judge),
      max_known_(settings.max_machines),
      reference_(settings, wire_dialect, std::move(wall), [this] { later([this] { reference_.take_turn(now()); }); }) {}

/// A scenario does not count display links as links of machines.
void host_actor::tell(const host_connection& c, link_state to, std::string_view why) {
    if (judge_ == nullptr || c.is_display()) return;
    judge_->link_changed(c.serial(), to, why, now());
    engine_told();
}

void host_actor::named(const host_connection& c) {
    tell(c, link_state::connected, "");
    const auto known = known_.find(c.serial());
    if (known == known_.end()) return meet(c.serial());
    if (!known->second) return;
    later([this, serial = c.serial()] {
        if (auto* l = link_of(serial); l != nullptr && known_[serial]) l->lose(false);
    });
}

/// A machine past the limit of known ones has a link as any other, but no name by which steps find it.
void host_actor::meet(const std::string& serial) {
    if (known_.size() >= max_known_) return;
    known_.emplace(serial, false);
    if (new_machine_) new_machine_(serial);
}

host_connection* host_actor::link_of(const std::string& serial) { return newest(serial, false); }

host_connection* host_actor::display_of(const std::string& serial) { return newest(serial, true); }

host_connection* host_actor::newest(const std::string& serial, bool display) {
    const auto is_it = [&](const auto* c) { return c->is_display() == display && c->serial() == serial; };
    const auto at = std::find_if(open_.rbegin(), open_.rend(), is_it);
    return at == open_.rend() ? nullptr : *at;
}

void host_actor::faults_changed() {
    for (auto* c : std::vector(open_))
        c->faults_changed();
}

boost::json::value host_actor::counted(const std::string& serial, std::string_view name) const {
    const auto number = reference_.count(serial, name);
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

refusal host_actor::cut(bool half_open) {
    barred_ = true;
    for (auto* c : std::vector(open_))
        c->lose(half_open);
    return std::nullopt;
}

refusal host_actor::restore() {
    barred_ = false;
    return std::nullopt;
}

refusal host_actor::pause_reading(bool on) {
    for (auto* c : std::vector(open_))
        c->hold(on);
    return std::nullopt;
}

refusal host_actor::ask(const std::string& machine, std::span<const std::byte> question) {
    protocol::frame_reader one(*wire_dialect_);
    one.push(question);
    const auto f = one.next();
    return f ? refusal_of(reference_.ask(machine, *f, now())) : refusal("not a message");
}

refusal host_actor::upload(const scenario::upload_action& what) {
    return refusal_of(reference_.upload(what.machine, what.number, now()));
}

refusal host_actor::download(const scenario::download_action& what) {
    std::string text;
    if (auto problem = setup_to_send(what, reference_.find(what.machine), text)) return problem;
    const auto bytes = std::as_bytes(std::span(text));
    return refusal_of(reference_.download(what.machine, what.number, {bytes.begin(), bytes.end()}, now()));
}

refusal host_actor::do_to_cell(const scenario::cell_action& what) {
    const auto* key = std::get_if<scenario::key_action>(&what);
    if (key == nullptr || key->machine.empty()) return actor::do_to_cell(what);
    return refusal_of(reference_.press(key->machine, keys_of(*key), now()));
}

template <class Deed>
refusal host_link_actor::on_link(const Deed& perform) {
    auto* c = host_->link_of(name());
    if (c == nullptr || !c->is_open()) return name() + " has no connection";
    perform(*c);
    return std::nullopt;
}

refusal host_link_actor::close() {
    return on_link([](host_connection& c) { c.session()->close(protocol::close_reason::shutdown); });
}

refusal host_link_actor::reset() {
    return on_link([](host_connection& c) { c.session()->reset(); });
}

refusal host_link_actor::cut(bool half_open) {
    host_->bar(name(), true);
    if (auto* shown = host_->display_of(name())) shown->lose(half_open);
    on_link([&](host_connection& c) { c.lose(half_open); });
    return std::nullopt;
}

refusal host_link_actor::restore() {
    host_->bar(name(), false);
    return std::nullopt;
}

refusal host_link_actor::pause_reading(bool on) {
    return on_link([&](host_connection& c) { c.hold(on); });
}

refusal host_link_actor::say(std::span<const std::byte> message) {
    bool taken = false;
    auto problem = on_link([&](host_connection& c) { taken = c.session()->say(message); });
    if (!problem && !taken) return "too many bytes wait to be written to " + name();
    return problem;
}

boost::json::value host_link_actor::value_of(std::string_view count) const { return host_->counted(name(), count); }

}  // namespace husky::play
