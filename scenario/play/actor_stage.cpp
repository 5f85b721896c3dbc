#include "scenario/play/actor_stage.hpp"

#include "protocol/faults/fault_match.hpp"

namespace husky::play {

namespace {

constexpr std::size_t max_piece = 64 * 1024;

template <class... Handlers>
struct handlers : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
handlers(Handlers...) -> handlers<Handlers...>;

}  // namespace

std::optional<std::string> actor_stage::perform(const scenario::actor_name& who, const scenario::action& what) {
    using namespace scenario;
    const auto by = [&](const auto& perform) { return by_each(who, perform); };
    return std::visit(
        handlers{[&](const connect_action&) { return by([](actor& a) { return a.connect(); }); },
                 [&](const close_action&) { return by([](actor& a) { return a.close(); }); },
                 [&](const reset_action&) { return by([](actor& a) { return a.reset(); }); },
                 [&](const cut_action& c) { return by([&](actor& a) { return a.cut(c.half_open); }); },
                 [&](const restore_action&) { return by([](actor& a) { return a.restore(); }); },
                 [&](const pause_reading_action&) { return by([](actor& a) { return a.pause_reading(true); }); },
                 [&](const resume_reading_action&) { return by([](actor& a) { return a.pause_reading(false); }); },
                 [&](const send_action& s) { return by([&](actor& a) { return send(a, s); }); },
                 [&](const ask_action& q) { return by([&](actor& a) { return ask(a, q); }); },
                 [&](const upload_action& u) { return by([&](actor& a) { return a.upload(u); }); },
                 [&](const download_action& d) { return by([&](actor& a) { return a.download(d); }); },
                 [&](const cell_action& c) { return by([&](actor& a) { return a.do_to_cell(c); }); },
                 [&](const fault_action& f) { return place_at(who, f.fault); },
                 [&](const clear_faults_action&) {
                     clear_faults(who);
                     return refusal();
                 },
                 [](const wait_action&) { return refusal(); }, [](const end_action&) { return refusal(); }},
        what);
}

template <class Deed>
refusal actor_stage::by_each(const scenario::actor_name& who, const Deed& perform) {
    bool any = false;
    for (auto* a : actors_) {
        if (!protocol::is_meant(who, a->name())) continue;
        any = true;
        if (auto problem = perform(*a)) return problem;
    }
    if (!any) return "there is no actor " + (who.empty() ? std::string("at all") : who);
    return std::nullopt;
}

refusal actor_stage::ask(actor& a, const scenario::ask_action& what) {
    std::vector<std::byte> question;
    if (auto problem = built(what.message, what.fields, {}, question)) return problem;
    return a.ask(what.machine, question);
}

refusal actor_stage::send(actor& a, const scenario::send_action& what) {
    std::vector<std::byte> bytes = what.raw;
    if (!what.message.empty())
        if (auto problem = built(what.message, what.fields, {what.size, what.command}, bytes)) return problem;
    if (what.message.empty()) return say_joined(a, bytes, what.times);
    for (std::uint32_t i = 0; i < what.times; ++i)
        if (auto problem = a.say(bytes)) return problem;
    return std::nullopt;
}

/// Raw bytes are not messages: repeated ones are joined into one piece, up to the largest piece.
refusal actor_stage::say_joined(actor& a, const std::vector<std::byte>& bytes, std::uint32_t times) {
    std::vector<std::byte> joined;
    for (std::uint32_t i = 0; i < times; ++i) {
        joined.insert(joined.end(), bytes.begin(), bytes.end());
        if (joined.size() < max_piece && i + 1 < times) continue;
        if (auto problem = a.say(joined)) return problem;
        joined.clear();
    }
    return std::nullopt;
}

/// A fault that names no machine is meant for the step's actor.
refusal actor_stage::place_at(const scenario::actor_name& who, protocol::fault fault) {
    if (fault.machine.empty() && who != "host") fault.machine = who;
    return place(std::move(fault));
}

refusal actor_stage::built(const std::string& message, const boost::json::object& fields,
                           const protocol::head_override& head, std::vector<std::byte>& out) const {
    const auto found = protocol::message_layouts::find(message);
    if (!found) return "there is no message '" + message + "'";
    const auto problem = protocol::build_frame(layouts_, *found, fields, head, out);
    if (!problem) return std::nullopt;
    return problem->field.empty() ? problem->text : problem->field + ": " + problem->text;
}

boost::json::value actor_stage::value_of(const scenario::actor_name& machine, std::string_view name) {
    for (const auto* a : actors_)
        if (protocol::is_meant(machine, a->name())) {
            auto value = a->value_of(name);
            if (!value.is_null()) return value;
        }
    return nullptr;
}

}  // namespace husky::play
