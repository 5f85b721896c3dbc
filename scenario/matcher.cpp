#include "scenario/matcher.hpp"

#include "protocol/wire/codec.hpp"

namespace husky::scenario {

using protocol::field_path;

matcher::matcher(const message_pattern& what, const protocol::message_layouts& layouts)
    : what_(&what), layouts_(&layouts) {
    if (!what.message) return;
    for (const auto& c : what.fields) {
        const auto found = layouts.find_field(*what.message, c.field);
        const auto* path = std::get_if<field_path>(&found);
        paths_.push_back(path == nullptr ? field_path{} : *path);
    }
}

bool matcher::is_kind(const sighting& s) const {
    if (what_->message && s.message != what_->message) return false;
    if (what_->way) return s.way == *what_->way;
    if (!what_->message) return s.way == direction::received;
    const auto from = protocol::traits_of(*what_->message).from;
    if (from == protocol::sender::any) return s.way == direction::received;
    const bool own = (from == protocol::sender::machine) == (s.played == role::machine);
    return own == (s.way == direction::sent);
}

bool matcher::fields_hold(const sighting& s) const {
    for (std::size_t i = 0; i < what_->fields.size(); ++i) {
        const auto& c = what_->fields[i];
        const auto held = paths_.empty()               ? value_in(s, c.field, *layouts_)
                          : paths_[i].field == nullptr ? std::nullopt
                                                       : layouts_->value_at(s.seen, paths_[i]);
        if (!holds(c, held ? &*held : nullptr)) return false;
    }
    return true;
}

bool matcher::form_holds(const sighting& s) const {
    if (!what_->malformed) return true;
    const auto ignore = [](const protocol::placed_field&) {};
    const bool is_whole =
        s.message &&
        protocol::walk_fields(s.seen, layouts_->layout(*s.message), layouts_->wire_dialect(), ignore).fault ==
            protocol::decode_fault::none;
    return is_whole != *what_->malformed;
}

std::optional<boost::json::value> value_in(const sighting& s, const std::string& path,
                                           const protocol::message_layouts& layouts) {
    if (!s.message) return std::nullopt;
    const auto found = layouts.find_field(*s.message, path);
    const auto* at = std::get_if<field_path>(&found);
    return at == nullptr ? std::nullopt : layouts.value_at(s.seen, *at);
}

}  // namespace husky::scenario
