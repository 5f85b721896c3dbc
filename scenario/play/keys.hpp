#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <vector>

namespace husky::play {

/// The keys of a step `key`: its code, or a key for each character of its text in Latin-1.
std::vector<std::uint16_t> keys_of(const boost::json::object& arguments);

}  // namespace husky::play
