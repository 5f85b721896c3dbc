#pragma once

#include "link/asio/shard.hpp"
#include "server/display/desk.hpp"
#include "server/display/hub.hpp"
#include "server/links/host_shard.hpp"
#include "server/registry/display_registry.hpp"

namespace husky::host {

/// Display links as the control thread has them: who may be one, and who looks at which. Brings the decisions to the
/// shards.
class display_side final : public display_desk, private display_registry::decisions, private display_hub::orders {
  public:
    using shards = std::vector<std::unique_ptr<host_shard>>;

    /// Everything must outlive it.
    display_side(link::shard& control, const shards& all, counters& counted, admission_policy rules)
        : control_(control), shards_(all), counted_(counted), registry_(*this, std::move(rules)), hub_(*this) {}

    // On the control thread.
    /// The link that is this machine's display.
    [[nodiscard]] std::optional<link_id> find(const std::string& serial) const { return registry_.find(serial); }
    /// As display_hub::look, of a link that find() told.
    std::unique_ptr<display_view> look(const std::string& serial, const link_id& link, std::function<void()> wake);
    /// Completes with whether the key was sent. Not cancelled.
    link::asio::awaitable<bool> press(link_id link, std::uint16_t key_code);

    // On the shards' threads.
    void ask_admission(const link_id& link, const std::string& serial) override;
    void probe_answered(const link_id& holder, const std::string& serial, bool alive) override;
    void release(const link_id& holder, const std::string& serial) override;
    void abandon(const link_id& link, const std::string& serial) override;
    void shown(const link_id& link, const std::string& serial, watch_number of, shared_picture picture) override;
    void failed(const std::string& serial, watch_number of, machine_reply why) override;

  private:
    void admit(const link_id& link, const std::string& serial) override;
    void refuse(const link_id& link, protocol::init_result result) override;
    void probe(const link_id& link) override;
    void watch(const link_id& link, watch_number number) override;
    void unwatch(const link_id& link, watch_number number) override;
    void taken(const link_id& link) override;
    void views_changed(std::size_t views) override;

    template <class Task>
    void post(Task task) {
        boost::asio::post(control_.context(), std::move(task));
    }

    link::shard& control_;
    const shards& shards_;
    counters& counted_;
    display_registry registry_;
    display_hub hub_;
};

}  // namespace husky::host
