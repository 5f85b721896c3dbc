#include "tests/bench/sample_messages.hpp"

namespace husky::bench {

using namespace husky::protocol;

cycle cycle_of_300_bytes(std::int32_t life_counter) {
    constexpr variable_id first = 101;
    constexpr variable_id numbers = 37;
    constexpr variable_id unavailable = 6;
    const auto add = [](cycle& to, variable_id id, value content) {
        variable_value v;
        v.id = id;
        v.content = std::move(content);
        to.values.push_back(std::move(v));
    };
    cycle c;
    add(c, variable::life_cycle_counter, life_counter);
    add(c, variable::cycle_end_time, 1'767'225'600);
    for (variable_id i = 0; i < numbers; ++i)
        add(c, static_cast<variable_id>(first + i), 5.25F + static_cast<float>(i) * 7.17F);
    for (variable_id i = 0; i < unavailable; ++i)
        add(c, static_cast<variable_id>(first + numbers + i), std::monostate{});
    return c;
}

}  // namespace husky::bench
