#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>

#include "server/records/records.hpp"
#include "settings/interface.hpp"

namespace husky::host {

/// A set-up or a print as limits see it. Newer ones have higher numbers.
struct stored_item {
    std::int64_t id = 0;
    std::int64_t size = 0;  ///< bytes of its content
};

/// Set-ups or prints, as a back end keeps them.
class stored_items : public settings::interface {
  public:
    virtual std::optional<stored_item> oldest() = 0;
    /// The newest of a machine's items but for its `newest` newest ones.
    virtual std::optional<stored_item> beyond(machine_id machine, std::size_t newest) = 0;
    virtual void remove(const stored_item& item) = 0;
};

/// Keeps items within limits: the oldest are removed first, but never the newest of all. An undone transaction
/// must not be counted: then begin with a new object.
class retention {
  public:
    struct limits {
        std::size_t max_items = 0;  ///< of one machine. 0: all are kept
        std::size_t max_bytes = 0;  ///< of all machines, with what a row takes besides. 0: all are kept
    };

    explicit retention(const limits& wanted) : limits_(wanted) {}

    /// Whether found() must be told.
    [[nodiscard]] bool counts_bytes() const { return limits_.max_bytes > 0; }
    /// Stored before: number of items, and bytes of their content in all.
    void found(std::int64_t items, std::int64_t bytes);
    void added(machine_id machine, const stored_item& item);
    /// An item grew by this many bytes.
    void grew(std::int64_t bytes) { bytes_ += bytes; }
    void removed(const stored_item& item);

    /// Removes what exceeds the limits, if something was added since the last time.
    void trim(stored_items& from);

  private:
    void remove(stored_items& from, const stored_item& item);

    limits limits_;
    std::int64_t bytes_ = 0;
    std::int64_t newest_ = 0;
    std::set<machine_id> machines_;  ///< that items were added of since the last trim()
};

}  // namespace husky::host
