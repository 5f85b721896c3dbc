#include "scenario/matcher.hpp"

#include "protocol/wire/codec.hpp"

namespace husky::scenario {

using protocol::field_path;

matcher::matcher(const message_pattern& pattern, const protocol::message_layouts& layouts)
    : pattern_(&pattern), layouts_(&layouts) {
    if (!pattern.message) return;
    for (const auto& c : pattern.fields) {
        const auto found = layouts.find_field(*pattern.message, c.field);
        const auto* path = std::get_if<field_path>(&found);
        paths_.push_back(path == nullptr ? field_path{} : *path);
    }
}

bool matcher::is_kind(const sighting& s) const {
    if (pattern_->message && s.message != pattern_->message) return false;
    if (pattern_->way) return s.way == *pattern_->way;
    if (!pattern_->message) return s.way == direction::received;
    const auto from = protocol::traits_of(*pattern_->message).from;
    if (from == protocol::sender::any) return s.way == direction::received;
    const bool own = (from == protocol::sender::machine) == (s.played == role::machine);
    return own == (s.way == direction::sent);
}

bool matcher::fields_hold(const sighting& s) const {
    for (std::size_t i = 0; i < pattern_->fields.size(); ++i) {
        const auto& c = pattern_->fields[i];
        const auto held = paths_.empty()               ? value_in(s, c.field, *layouts_)
                          : paths_[i].field == nullptr ? std::nullopt
                                                       : layouts_->value_at(s.seen, paths_[i]);
        if (!holds(c, held ? &*held : nullptr)) return false;
    }
    return true;
}

bool matcher::form_holds(const sighting& s) const {
    if (!pattern_->malformed) return true;
    const auto ignore = [](const protocol::placed_field&) {};
    const bool is_whole =
        s.message &&
        protocol::walk_fields(s.seen, layouts_->layout(*s.message), layouts_->wire_dialect(), ignore).fault ==
            protocol::decode_fault::none;
    return is_whole != *pattern_->malformed;
}

std::optional<boost::json::value> value_in(const sighting& s, const std::string& path,
                                           const protocol::message_layouts& layouts) {
    if (!s.message) return std::nullopt;
    const auto found = layouts.find_field(*s.message, path);
    const auto* at = std::get_if<field_path>(&found);
    return at == nullptr ? std::nullopt : layouts.value_at(s.seen, *at);
}

}  // namespace husky::scenario
