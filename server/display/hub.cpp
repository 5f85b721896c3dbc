#include "server/display/hub.hpp"

namespace husky::host {

std::unique_ptr<display_view> display_hub::look(const std::string& serial, const link_id& link,
                                                std::function<void()> wake) {
    auto at = streams_.find(serial);
    if (at == streams_.end()) {
        at = streams_.emplace(serial, stream{link, ++last_number_, {}, {}, {}}).first;
        out_->watch(link, last_number_);
    }
    stream& s = at->second;
    if (s.views.size() >= max_views) return nullptr;
    std::unique_ptr<display_view> view(new display_view(*this, s, std::move(wake)));
    s.views.insert(view.get());
    count(1);
    return view;
}

void display_hub::shown(const std::string& serial, const link_id& link, watch_number of, shared_picture picture) {
    out_->taken(link);
    const auto at = streams_.find(serial);
    if (at == streams_.end() || at->second.number != of) return;
    at->second.picture = std::move(picture);
    at->second.json.reset();
    for (auto* view : at->second.views)
        view->wake_();
}

void display_hub::failed(const std::string& serial, watch_number of, machine_reply why) {
    const auto at = streams_.find(serial);
    if (at != streams_.end() && at->second.number == of) end(at, why);
}

void display_hub::ended(const std::string& serial, const link_id& link) {
    const auto at = streams_.find(serial);
    if (at != streams_.end() && at->second.link == link) end(at, {.outcome = machine_reply::result::no_answer});
}

void display_hub::end(streams::iterator at, const machine_reply& why) {
    const auto views = std::move(at->second.views);
    streams_.erase(at);
    count(-static_cast<std::ptrdiff_t>(views.size()));
    for (auto* view : views) {
        view->stream_ = nullptr;
        view->over_ = why;
        view->wake_();
    }
}

void display_hub::leave(display_view& view) {
    auto& s = *view.stream_;
    view.stream_ = nullptr;
    s.views.erase(&view);
    count(-1);
    if (!s.views.empty()) return;
    out_->unwatch(s.link, s.number);
    std::erase_if(streams_, [&](const auto& each) { return &each.second == &s; });
}

shared_picture display_view::take() {
    if (stream_ != nullptr) taken_ = stream_->picture;
    return taken_;
}

std::shared_ptr<const std::string> display_view::take_json() {
    if (stream_ == nullptr || !stream_->picture) return nullptr;
    taken_ = stream_->picture;
    if (!stream_->json) stream_->json = std::make_shared<const std::string>(to_json(*taken_));
    return stream_->json;
}

std::optional<link_id> display_view::link() const {
    return stream_ == nullptr ? std::nullopt : std::optional(stream_->link);
}

void display_view::leave() {
    if (stream_ != nullptr) hub_->leave(*this);
}

}  // namespace husky::host
