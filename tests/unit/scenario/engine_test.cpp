#include "scenario/engine.hpp"

#include "tests/catch.hpp"
#include "tests/unit/protocol/wire_notation.hpp"
#include "tests/unit/scenario/texts.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

TEST_CASE("a stub", "[engine]") {}
