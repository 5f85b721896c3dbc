#pragma once

#include <atomic>
#include <boost/json/value.hpp>
#include <chrono>
#include <string>

namespace husky::link {

struct stored_value {
    boost::json::value value;  ///< null also where there is no row
    std::string problem;       ///< why nothing could be read, one line
};

/// The longest SQL and the largest text that are taken.
constexpr int max_sql = 64 << 10;
constexpr int max_stored = 1 << 20;

/// The one value of a query's one row, from the database that `url` names, "sqlite:FILE", which is opened to be read
/// only. Blocks, at most `limit`; ends early when `stopped` is set. Two rows or two columns are a problem.
stored_value store_value(const std::string& url, const std::string& sql, std::chrono::nanoseconds limit,
                         const std::atomic<bool>& stopped);

}  // namespace husky::link
