#pragma once

#include "protocol/links/bad_input.hpp"
#include "server/metrics/counters.hpp"
#include "server/registry/machine.hpp"
#include "server/watch/change_collector.hpp"

namespace husky::host {

/// Where the intakes of one thread leave what machines report, and what they need to know of the moment. Its functions
/// are called within the intake's: they must not call that back.
class report_sink {
  public:
    virtual ~report_sink() = default;

    /// Something of the machine changed; what is to be stored of it is in the batch. Called for each
    /// report, so it must be cheap.
    virtual void changed(const machine& m) = 0;
    /// The machine reported something invalid; it is accepted all the same, and counted.
    virtual void bad_input(const machine& m, protocol::bad_input kind) = 0;
    /// A cycle began a new epoch, because it neither repeats one nor was missing. `before` was the highest counter.
    virtual void counts_anew(const machine& m, std::int32_t before, std::int32_t life_counter) = 0;

    batch* reports = nullptr;             ///< where records go; null while there is nothing that keeps them
    bool loses = false;                   ///< nothing keeps them because the store has failed, not for want of one
    change_collector* watched = nullptr;  ///< is told of changes too; null while nobody watches
    wall_time receive_time{};             ///< when what is handed in now was received
    counters counted;

  protected:
    report_sink() = default;
    report_sink(const report_sink&) = delete;
    report_sink& operator=(const report_sink&) = delete;
};

}  // namespace husky::host
