#include "server/registry/display_registry.hpp"

namespace husky::host {

void display_registry::asked(const link_id& link, const std::string& serial) {
    if (rules_.refuses(serial)) return out_->refuse(link, protocol::init_result::unknown_serial);
    const auto at = entries_.find(serial);
    if (at == entries_.end()) {
        if (entries_.size() >= rules_.max_machines) return out_->refuse(link, protocol::init_result::refused);
        entries_[serial].holder = link;
        return out_->admit(link, serial);
    }
    entry& e = at->second;
    if (e.newcomer) return out_->refuse(link, protocol::init_result::already_linked);
    e.newcomer = link;
    out_->probe(e.holder);
}

void display_registry::probed(const link_id& holder, const std::string& serial, bool alive) {
    const auto at = entries_.find(serial);
    if (at == entries_.end() || at->second.holder != holder || !at->second.newcomer || !alive) return;
    const link_id newcomer = *at->second.newcomer;
    at->second.newcomer.reset();
    out_->refuse(newcomer, protocol::init_result::already_linked);
}

void display_registry::released(const link_id& holder, const std::string& serial) {
    const auto at = entries_.find(serial);
    if (at == entries_.end() || at->second.holder != holder) return;
    if (!at->second.newcomer) {
        entries_.erase(at);
        return;
    }
    at->second.holder = *at->second.newcomer;
    at->second.newcomer.reset();
    out_->admit(at->second.holder, serial);
}

void display_registry::abandoned(const link_id& link, const std::string& serial) {
    const auto at = entries_.find(serial);
    if (at != entries_.end() && at->second.newcomer == link) at->second.newcomer.reset();
}

std::optional<link_id> display_registry::find(const std::string& serial) const {
    const auto at = entries_.find(serial);
    return at == entries_.end() ? std::nullopt : std::optional(at->second.holder);
}

}  // namespace husky::host
