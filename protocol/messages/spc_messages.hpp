#pragma once

#include <cstdint>
#include <limits>

#include "protocol/messages/codes.hpp"
#include "protocol/messages/description.hpp"

/// SPC on the machine.
namespace husky::protocol {

/// A limit that is not set.
constexpr float not_set = std::numeric_limits<float>::quiet_NaN();

struct spc_read {
    tandem_side side = 0;
    variable_id id = 0;

    static constexpr auto describe() {
        return request({"spc_read", 0x000A, sender::host, link_kind::machine_functions, R,
                        "The machine's SPC figures of one variable."},
                       number("tandem_side", &spc_read::side, R), number("variable_id", &spc_read::id, R));
    }
};

struct spc_read_response {
    result_code result = result_code::ok;
    variable_id id = 0;
    std::uint16_t subgroup_size = 0;
    std::uint16_t subgroups = 0;
    float mean = 0, range_mean = 0, std_dev = 0;
    float ucl = not_set, lcl = not_set, usl = not_set, lsl = not_set;
    float cp = 0, cpk = 0;

    static constexpr auto describe() {
        using self = spc_read_response;
        return response_to<spc_read>(
            "spc_read response", number("result", &self::result, R), number("variable_id", &self::id, R),
            number("subgroup_size", &self::subgroup_size, R), number("subgroups", &self::subgroups, R),
            number("mean", &self::mean, R), number("range_mean", &self::range_mean, R),
            number("std_dev", &self::std_dev, R, "within subgroups"), number("ucl", &self::ucl, R, "NaN: not set"),
            number("lcl", &self::lcl, R, "NaN: not set"), number("usl", &self::usl, R, "NaN: not set"),
            number("lsl", &self::lsl, R, "NaN: not set"), number("cp", &self::cp, R), number("cpk", &self::cpk, R));
    }
};

struct spc_write {
    tandem_side side = 0;
    variable_id id = 0;
    std::uint16_t subgroup_size = 0;
    float ucl = not_set, lcl = not_set, usl = not_set, lsl = not_set;

    static constexpr auto describe() {
        using self = spc_write;
        return request({"spc_write", 0x000B, sender::host, link_kind::machine_functions, R,
                        "Sets the SPC limits of one variable."},
                       number("tandem_side", &self::side, R), number("variable_id", &self::id, R),
                       number("subgroup_size", &self::subgroup_size, R), number("ucl", &self::ucl, R, "NaN: not set"),
                       number("lcl", &self::lcl, R, "NaN: not set"), number("usl", &self::usl, R, "NaN: not set"),
                       number("lsl", &self::lsl, R, "NaN: not set"));
    }
};

struct spc_write_response {
    result_code result = result_code::ok;

    static constexpr auto describe() {
        return response_to<spc_write>("spc_write response", number("result", &spc_write_response::result, R));
    }
};

}  // namespace husky::protocol
