#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "server/display/feed.hpp"
#include "server/registry/link_id.hpp"
#include "settings/interface.hpp"

namespace husky::host {

class display_view;

/// Who watches which machine's screen. However many watch one, its machine sends one stream: the first to come
/// begins a watch, the last to leave ends it. Pure; one thread, that of its views.
class display_hub {
  public:
    /// What the hub wants done. Must not call the hub back.
    class orders : public settings::interface {
      public:
        virtual void watch(const link_id& link, watch_number number) = 0;
        virtual void unwatch(const link_id& link, watch_number number) = 0;
        /// A picture has arrived; the link's feed may send the next.
        virtual void taken(const link_id& link) = 0;
        virtual void views_changed(std::size_t views) = 0;
    };

    /// Views of one machine at one time.
    static constexpr std::size_t max_views = 32;

    explicit display_hub(orders& out) : out_(&out) {}

    /// Watches the machine that has this display link, which no other has before ended(); null if too many watch it.
    /// `wake` is called when the view has news. The hub must outlive the view.
    std::unique_ptr<display_view> look(const std::string& serial, const link_id& link, std::function<void()> wake);

    // From a link's feed; what belongs to an earlier watch is ignored.
    void shown(const std::string& serial, const link_id& link, watch_number of, shared_picture picture);
    void failed(const std::string& serial, watch_number of, machine_reply why);
    /// The display link is gone.
    void ended(const std::string& serial, const link_id& link);

  private:
    friend class display_view;

    struct stream {
        link_id link;
        watch_number number = 0;
        std::set<display_view*> views;
        shared_picture picture;
        std::shared_ptr<const std::string> json;  ///< of the picture, once requested
    };
    using streams = std::map<std::string, stream>;

    void leave(display_view& view);
    void count(std::ptrdiff_t change) {
        views_ += static_cast<std::size_t>(change);
        out_->views_changed(views_);
    }
    void end(streams::iterator at, const machine_reply& why);

    orders* out_;
    streams streams_;
    watch_number last_number_ = 0;
    std::size_t views_ = 0;
};

/// A viewer of a machine's screen, until destroyed. Sees the newest picture whenever it asks, and misses those
/// that came and went meanwhile.
class display_view {
  public:
    ~display_view() { leave(); }
    display_view(const display_view&) = delete;
    display_view& operator=(const display_view&) = delete;

    /// Whether there is a picture that this view has not taken yet.
    [[nodiscard]] bool has_news() const { return stream_ != nullptr && stream_->picture != taken_; }
    /// The newest picture, whether taken before or not; null before the first.
    shared_picture take();
    /// The same as JSON, written once for all views.
    std::shared_ptr<const std::string> take_json();
    /// Why there will be no more pictures; empty while there may be.
    [[nodiscard]] const std::optional<machine_reply>& over() const { return over_; }
    /// The display link that is watched; empty when it is over.
    [[nodiscard]] std::optional<link_id> link() const;
    void leave();

  private:
    friend class display_hub;

    display_view(display_hub& hub, display_hub::stream& of, std::function<void()> wake)
        : hub_(&hub), stream_(&of), wake_(std::move(wake)) {}

    display_hub* hub_;
    display_hub::stream* stream_;  ///< null when it is over
    std::function<void()> wake_;
    shared_picture taken_;
    std::optional<machine_reply> over_;
};

}  // namespace husky::host
