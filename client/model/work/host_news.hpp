#pragma once

#include <cstdint>

#include "client/model/context/cell_context.hpp"
#include "client/model/work/orders.hpp"

namespace husky::cells {

/// What host, link and printer have caused and the log does not have yet. It is recorded with the next event.
class host_news {
  public:
    void job_started(cell_context& c, protocol::tandem_side side);
    void linked(cell_context& c, bool is_linked);
    void print_requested(cell_context& c) { add(c, print_asked); }
    void print_lost(cell_context& c) { add(c, print_failed); }
    /// The host set the clock. The first time the machine just gets its time; later a jump is recorded.
    void clock_set(cell_context& c, bool jumped);
    /// The machine lost its power, and its link with it.
    void forget();

    void record(const cell_context& c, const orders& of);

  private:
    static constexpr std::uint8_t clock_jumped = 1U, host_came = 2U, host_went = 4U, print_asked = 8U,
                                  print_failed = 16U;

    void add(cell_context& c, std::uint8_t news);

    std::uint8_t started_sides_ = 0, news_ = 0;  ///< bits
    bool is_linked_ = false;
    bool clock_was_set_ = false;
};

}  // namespace husky::cells
