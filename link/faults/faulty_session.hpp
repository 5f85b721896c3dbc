#pragma once

#include <memory>
#include <string>

#include "link/driver/link_session.hpp"
#include "link/faults/fault_context.hpp"
#include "link/faults/frame_watcher.hpp"
#include "link/faults/placed_faults.hpp"

namespace husky::link {

class link_faults;

/// Sits between a driver and a session: faults in both directions, and a watcher. If there is neither, every call
/// goes straight through. Belongs to the thread of the session, which must outlive it, as must the dialect and the
/// context.
class faulty_session final : public link_session {
  public:
    faulty_session(link_session& inner, const protocol::dialect& wire_dialect, const fault_context& in);
    ~faulty_session() override;

    /// Whose link it is, where the session knows before `init` has passed.
    void set_machine(const std::string& serial, protocol::link_kind kind = protocol::link_kind::machine_functions);
    /// From now on these faults instead of the earlier ones; the driver is to be woken.
    void set_faults(const std::shared_ptr<const fault_list>& faults);
    /// Null: nobody. It must outlive this or be taken away.
    void set_watcher(frame_watcher* watcher);
    /// Whether there are faults or a watcher, or have been.
    [[nodiscard]] bool is_active() const { return faults_ != nullptr; }

    void received(const protocol::frame& f, protocol::instant at) override;
    void framing_broken() override;
    void due(protocol::instant at) override;
    [[nodiscard]] protocol::instant deadline() const override;
    [[nodiscard]] protocol::frame_queue& outbox() override;
    [[nodiscard]] bool closing() const override;
    [[nodiscard]] bool resets() const override;
    [[nodiscard]] bool paused() const override;
    void room() override { inner_.room(); }
    void batch_received() override;
    void bytes_received(std::size_t n) override { inner_.bytes_received(n); }
    void bytes_sent(std::size_t n) override { inner_.bytes_sent(n); }

  private:
    link_faults& activate();
    /// Whether the session takes what arrives.
    [[nodiscard]] bool takes() const { return !inner_.closing() && !inner_.paused(); }
    void deliver(protocol::instant at);

    link_session& inner_;
    const protocol::dialect& dialect_;
    const fault_context& context_;
    std::unique_ptr<link_faults> faults_;
};

}  // namespace husky::link
