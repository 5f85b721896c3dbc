#pragma once

#include "client/model/family/family.hpp"

namespace husky::sim {

/// One of the shipped families without tandem moulds, loaded once.
const cells::family& some_family(std::size_t which);

}  // namespace husky::sim
