#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace husky::host {

/// Counts upwards. One thread adds, any thread reads; adding costs a load and a store, no locked instruction.
class counter {
  public:
    void add(std::uint64_t n = 1) {
        value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down. One thread sets, any thread reads.
class gauge {
  public:
    void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
    void add(std::int64_t n) { set(value() + n); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_{0};
};

/// The label values of an enumeration that numbers its members from 0: `static constexpr std::array list`.
template <class Kind>
struct names_of;

template <class Kind>
constexpr std::string_view name(Kind kind) requires requires {
    names_of<Kind>::list;
}
{ return names_of<Kind>::list[static_cast<std::size_t>(kind)]; }

/// One counter for each member of `Kind`.
template <class Kind>
class counter_table {
  public:
    static constexpr std::size_t size = names_of<Kind>::list.size();

    counter& operator[](Kind kind) { return counters_[static_cast<std::size_t>(kind)]; }
    const counter& operator[](Kind kind) const { return counters_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] std::uint64_t total() const {
        std::uint64_t sum = 0;
        for (const counter& one : counters_)
            sum += one.value();
        return sum;
    }

  private:
    std::array<counter, size> counters_;
};

}  // namespace husky::host
