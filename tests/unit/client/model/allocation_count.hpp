#pragma once

namespace husky::cells::test {

/// Calls of operator new by this program so far.
long allocations();
/// Bytes that they asked for.
long bytes_allocated();

}  // namespace husky::cells::test
