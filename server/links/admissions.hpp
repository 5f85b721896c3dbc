#pragma once

#include "link/asio/shard.hpp"
#include "server/display/hub.hpp"
#include "server/links/host_shard.hpp"
#include "server/watch/rest_collector.hpp"

namespace husky::host {

/// Who has which link, and who watches which display: the registry and the hub of displays on the control thread, and
/// their decisions on the way to the shards.
class admissions final : private registry::decisions, private display_hub::orders {
  public:
    using shards = std::vector<std::unique_ptr<host_shard>>;

    /// `counted` is the control thread's. Everything must outlive it.
    admissions(link::shard& control, const shards& all, counters& counted, admission_policy rules,
               const std::vector<remembered_machine>& remembered)
        : control_(control),
          shards_(all),
          counted_(counted),
          registry_(*this, std::move(rules), remembered),
          rests_(registry_),
          displays_(*this) {}

    /// Runs a task with these admissions on the control thread. Any thread may call it.
    template <class Task>
    void post(Task task) {
        boost::asio::post(control_.context(), [this, run = std::move(task)]() mutable { run(*this); });
    }

    // On the control thread only.
    /// `linked` is called with the serial of each machine that gets a link.
    void tell_linked(std::function<void(const std::string& serial)> linked) { linked_ = std::move(linked); }
    [[nodiscard]] registry& links() { return registry_; }
    [[nodiscard]] rest_collector& rests() { return rests_; }
    [[nodiscard]] display_hub& displays() { return displays_; }
    /// As registry::released. A display whose link is gone has no viewers.
    void release(const link_id& holder, const std::string& serial, std::unique_ptr<machine> m);
    /// That shard's store takes records again: it writes what machines that left meanwhile could not.
    void write_unwritten(host_shard& shard);

  private:
    void admit(const link_id& link, const std::string& serial, std::unique_ptr<machine> m) override;
    void refuse(const link_id& link, protocol::init_result result) override;
    void probe(const link_id& link) override;
    void watch(const link_id& link, watch_number number) override;
    void unwatch(const link_id& link, watch_number number) override;
    void taken(const link_id& link) override;
    void views_changed(std::size_t views) override { counted_.display_views.set(static_cast<std::int64_t>(views)); }

    template <class Task>
    void post_to_display(const link_id& link, Task task);

    link::shard& control_;
    const shards& shards_;
    counters& counted_;
    registry registry_;
    rest_collector rests_;
    display_hub displays_;
    std::function<void(const std::string&)> linked_;
};

}  // namespace husky::host
