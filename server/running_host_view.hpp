#pragma once

#include "server/host.hpp"
#include "server/live/live_view.hpp"

namespace husky::host {

/// Shows the running host to its HTTP side. Used on the control thread; asks the shards and comes back there.
class running_host_view final : public live_view {
  public:
    explicit running_host_view(host& shown) : host_(shown) {}

    boost::asio::awaitable<std::vector<machine_snapshot>> machines() override;
    boost::asio::awaitable<std::optional<machine_snapshot>> machine(std::string serial) override;
    void watch(std::shared_ptr<const watch_list> wanted) override;
    boost::asio::awaitable<std::vector<machine_changes>> take_changes() override;
    boost::asio::awaitable<machine_reply> ask(std::string serial, protocol::machine_question q) override;
    void tell_linked(std::function<void(const std::string&)> linked) override { host_.tell_linked(std::move(linked)); }
    display_entry look(const std::string& serial, std::function<void()> wake) override;
    [[nodiscard]] std::optional<link_id> display_of(const std::string& serial) const override {
        return host_.known().find_display(serial);
    }
    boost::asio::awaitable<bool> press(link_id display, std::uint16_t key_code) override;
    link::placed_faults& faults() override { return host_.faults(); }
    void faults_changed() override { host_.faults_changed(); }
    void place_configured_faults() override { host_.place_configured_faults(); }
    boost::asio::awaitable<std::optional<machine_id>> forget(std::optional<std::string> serial) override;
    void go_on() override { host_.go_on(); }
    boost::asio::awaitable<std::vector<copied_frame>> frames(frame_query wanted) override;
    [[nodiscard]] std::vector<const counters*> all_counters() const override { return host_.all_counters(); }

  private:
    /// Of a frame at that position of the shard's ring, among all frames of the host.
    [[nodiscard]] std::uint64_t numbered(std::uint64_t position, const host_shard& by) const;
    void tell_watched(const std::shared_ptr<const watch_list>& wanted);

    host& host_;
    std::shared_ptr<const watch_list> watched_;
    bool has_forgotten_ = false;  ///< since changes were taken
};

}  // namespace husky::host
