#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/links/backoff.hpp"
#include "protocol/links/host_link.hpp"
#include "server/display/feed.hpp"
#include "server/intake/report_sink.hpp"
#include "server/registry/registry.hpp"
#include "tests/conversations/machine_line.hpp"
#include "tests/sim/sim_store.hpp"

namespace husky::conversations {

class host_session;
class machine_end;

/// Who looks at a machine's screen.
struct look {
    bool over = false;  ///< no more pictures come; told once
    host::shared_picture newest;
};

/// The host of one run: registry, intakes and links as husky-host has them, without its threads, sockets and disk.
class host_end final : public listener, public host::report_sink, private host::registry::decisions {
  public:
    explicit host_end(surroundings& in);
    ~host_end() override;
    host_end(const host_end&) = delete;
    host_end& operator=(const host_end&) = delete;

    bool accept(wire_end& caller, const std::function<void(wire::number)>& connected) override;
    /// From now on this machine is dialled.
    void dial(machine_end& to);
    void stop();

    /// `replied` is called once.
    void ask(const protocol::machine_question& q, host::reply_handler replied);
    /// False if there is no display link to look at.
    bool watch(look& by);
    void unwatch();
    bool press(std::uint16_t key);

    /// Keeps a set-up in the archive, or fails to.
    bool archive(std::uint16_t number, std::string content);

    [[nodiscard]] const host_session* session_of_machine() const;
    [[nodiscard]] const host_session* session_of_display() const;
    /// Nobody has the machine or its display, and every link is over.
    [[nodiscard]] bool at_rest() const;
    [[nodiscard]] const sim::kept_machine& stored() { return store_.of("HY-0001"); }

    struct archived {
        std::uint16_t number;
        std::string content;
    };
    std::vector<archived> setups;
    std::uint64_t answers_to_nobody = 0;  ///< handed up with a ticket that nobody waits for
    bool forgets_gaps = false;            ///< planted
    bool answers_twice = false;           ///< planted

  private:
    friend class host_session;

    void admit(const host::link_id& link, const std::string& named, std::unique_ptr<host::machine> m) override;
    void refuse(const host::link_id& link, protocol::init_result result) override;
    void probe(const host::link_id& link) override;
    void changed(const host::machine& m) override;
    void bad_input(const host::machine& m, protocol::bad_input kind) override;
    void counts_anew(const host::machine&, std::int32_t, std::int32_t) override {}

    host_session& new_session();
    void dial_now();
    void plan_dial(bool was_linked);
    /// As between the threads of a host: later, but in order.
    void post(std::function<void()> what);
    void commit_soon(protocol::duration wait);

    surroundings* in_;
    protocol::host_link_settings links_;
    sim::sim_store store_;
    host::batch batch_;
    host::registry registry_;
    std::deque<std::unique_ptr<host_session>> sessions_;
    machine_end* dialled_ = nullptr;
    protocol::backoff backoff_{std::chrono::seconds(60), 7};
    host::watch_number last_watch_ = 0;
    bool commit_armed_ = false, stopped_ = false;
};

}  // namespace husky::conversations
