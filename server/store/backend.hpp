#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/records/records.hpp"
#include "server/records/remembered.hpp"
#include "server/store/query.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// The database behind a store. Any function may throw std::exception with one line for a person; disconnect() follows,
/// and connect() before anything else. Used by one thread at a time, but for name() and reader().
class store_backend : public settings::interface {
  public:
    /// As messages name it: "sqlite:husky.db".
    [[nodiscard]] virtual std::string name() const = 0;

    /// Connects and brings the schema up to date. False if what an earlier connection committed is not there: the
    /// database was replaced.
    virtual bool connect() = 0;

    /// Every machine with its mark, its newest `max_gaps` open gaps, its newest cycles and its newest interruption, by
    /// number.
    virtual std::vector<remembered_machine> remember(std::size_t max_gaps) = 0;

    /// Begins a transaction. Throws, too, where what was committed on this connection is no longer there.
    virtual void begin() = 0;
    /// Deletes all that was written of a machine, in this transaction too, or of every_machine.
    virtual void forget(machine_id machine) = 0;
    /// In the order of the records, and with what follows from them: versions of set-ups, what is deleted for a limit.
    virtual void write(const batch& records) = 0;
    virtual void save(machine_id machine, const machine_mark& mark) = 0;
    virtual void commit() = 0;

    /// Undoes what is not committed and ends the connection, if there is one.
    virtual void disconnect() noexcept = 0;

    /// A connection of its own for reading what is committed. Any thread may call it.
    [[nodiscard]] virtual std::unique_ptr<store_reader> reader() const = 0;
};

}  // namespace husky::host
