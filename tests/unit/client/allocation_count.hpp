#pragma once

namespace husky::cells::test {

/// Calls of operator new by this program so far.
long allocations();

}  // namespace husky::cells::test
