#pragma once

#include "scenario/play/driver.hpp"
#include "scenario/play/violation.hpp"

namespace husky::sim {

using play::agenda;
using play::check;
using play::driver;
using play::duration;
using play::instant;
using play::network;
using play::side;
using play::violation;
using play::weather;
using play::wire_end;

}  // namespace husky::sim
