#include "tests/unit/client/allocation_count.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<long> calls = 0;
std::atomic<long> bytes = 0;
}  // namespace

long husky::cells::test::allocations() { return calls; }
long husky::cells::test::bytes_allocated() { return bytes; }

void* operator new(std::size_t size) {
    ++calls;
    bytes += static_cast<long>(size);
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
