#pragma once

#include <cstdint>

#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Of the tables and views below; kept in PRAGMA user_version.
constexpr std::int64_t schema_version = 6;

/// Cycles are in the order of their arrival, so that the table grows at its end only. An index by machine would cost
/// more than the table itself; instead `cycle_block` tells for each machine which runs of this many rows hold any of
/// its cycles, and `cycle_span` when the earliest and the latest of each run arrived.
constexpr std::int64_t cycles_in_block = 4096;

/// Sums of cycles are kept for stretches of this many milliseconds of the time of receipt.
constexpr std::int64_t production_stretch = 300'000;
/// Where the stretch begins that a time is in; both in milliseconds since 1970.
constexpr std::int64_t stretch_of(std::int64_t time) {
    const std::int64_t past = time % production_stretch;
    return time - (past < 0 ? past + production_stretch : past);
}

/// Sets the connection's pragmas and creates tables and views where there are none, or those that an
/// earlier version did not have.
/// Throws as statements do, and for a database of something else or of a newer schema.
void prepare_schema(sqlite_database& database);

}  // namespace husky::host
