#pragma once

#include "client/check/virtual/virtual_link.hpp"
#include "client/outlets/display_session.hpp"

namespace husky::check {

/// The display link of a machine in a virtual world: dialled while the machine is linked, as a fleet's is.
class virtual_display {
  public:
    /// `shown` and `watcher`, which may be null, must outlive the world.
    virtual_display(cells::display_session& shown, virtual_world& in, link::frame_watcher* watcher);

    /// The machine's own link was initialised; also if it is told again.
    void machine_linked();
    void machine_lost() { machine_linked_ = false; }
    /// The cable is pulled.
    void cut(bool half_open);
    /// The machine is without power: the other end is not told.
    void vanish();
    void faults_changed() { link_.faults_changed(); }

  private:
    void plan();
    void dial();
    void lost();

    cells::display_session* shown_;
    virtual_world* world_;
    link::frame_watcher* watcher_;
    virtual_link link_;
    std::uint64_t planned_ = 0;  ///< an earlier plan does nothing
    bool machine_linked_ = false;
};

}  // namespace husky::check
