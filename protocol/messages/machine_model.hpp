#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/messages/machine_messages.hpp"
#include "settings/interface.hpp"

namespace husky::protocol {

/// What a machine can tell about itself that does not change while it runs. Shared by all machines of one type; must
/// outlive the links that use it. Texts are UTF-8, one for each entry of `languages`, in that order.
struct machine_directory {
    struct variable {
        variable_id id = 0;
        value_kind type = value_kind::unavailable;
        std::string units;
        std::vector<std::string> descriptions;
    };
    struct interruption {
        std::uint16_t id = 0;
        std::vector<std::string> descriptions;
    };

    std::vector<language> languages;  ///< the first is the machine's own
    std::vector<variable> variables;
    std::vector<interruption> interruptions;
    /// What an event says behind the number of messages that were dropped: of one, and of several.
    std::vector<std::string> dropped_one{"message was dropped while no host was linked"};
    std::vector<std::string> dropped_many{"messages were dropped while no host was linked"};
    bool tandem = false;
    std::uint16_t setup_places = 0;  ///< set-ups that the machine keeps, numbered from 1; 0: it has none
};

/// The text in that language, by its place in the directory: the last one where there are fewer, empty where there is
/// none.
inline const std::string& text_in(const std::vector<std::string>& texts, std::size_t language) {
    static const std::string none;
    return texts.empty() ? none : texts[std::min(language, texts.size() - 1)];
}

/// The machine behind a machine_link: a pure model that answers at once and never blocks.
class machine_model : public settings::interface {
  public:
    /// Puts the present value of a variable into `out` (reusing its capacity); unavailable if there is no such
    /// variable.
    virtual void read(tandem_side side, variable_id id, value& out) const = 0;
    [[nodiscard]] virtual machine_status status(tandem_side side) const = 0;
    /// Start of job: clears variable 2 and the good and bad counters of that side, and set-up 1.
    virtual result_code start(tandem_side side) = 0;
    /// SPC figures of one variable; fills the whole response, its result too.
    virtual void spc(const spc_read& asked, spc_read_response& out) const = 0;
    virtual result_code set_spc(const spc_write& to) = 0;
    /// Puts the readable text of a set-up into `out`, which is empty. `not_available` if there is none at present.
    virtual result_code setup(std::uint16_t number, std::string& out) = 0;
    /// Takes a set-up whole, or refuses it whole and stays as it is: `bad_argument` for a content that does not fit.
    virtual result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) = 0;
    /// The host's time at init.
    virtual void set_clock(std::chrono::sys_seconds host_time) = 0;
};

}  // namespace husky::protocol
