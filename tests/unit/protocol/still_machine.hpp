#pragma once

#include <map>

#include "protocol/messages/machine_model.hpp"

namespace husky::protocol {

/// A machine that only does what a test tells it.
class still_machine final : public machine_model {
  public:
    void read(tandem_side side, variable_id id, value& out) const override {
        const auto at = values.find({side, id});
        out = at == values.end() ? value{} : at->second;
    }
    [[nodiscard]] machine_status status(tandem_side side) const override {
        machine_status s;
        s.side = side;
        s.mode = mode;
        s.job = "A-4711";
        return s;
    }
    result_code start(tandem_side side) override {
        started.push_back(side);
        return start_result;
    }
    void spc(const spc_read& asked, spc_read_response& out) const override {
        out.result = result_code::ok;
        out.mean = static_cast<float>(asked.id) + static_cast<float>(asked.side) / 10;
    }
    result_code set_spc(const spc_write& to) override {
        limits.push_back(to);
        return result_code::ok;
    }
    result_code setup(std::uint16_t number, std::string& out) override {
        ++setups_rendered;
        const auto at = setups.find(number);
        if (at == setups.end()) return result_code::not_available;
        out = at->second;
        return result_code::ok;
    }
    result_code apply_setup(std::uint16_t number, std::span<const std::byte> whole) override {
        ++setups_offered;
        if (apply_result != result_code::ok) return apply_result;
        setups[number] = std::string(reinterpret_cast<const char*>(whole.data()), whole.size());
        return result_code::ok;
    }
    void set_clock(std::chrono::sys_seconds host_time) override { clock = host_time; }

    std::map<std::pair<tandem_side, variable_id>, value> values;
    machine_mode mode = machine_mode::automatic;
    result_code start_result = result_code::ok;
    result_code apply_result = result_code::ok;
    std::map<std::uint16_t, std::string> setups;
    int setups_rendered = 0, setups_offered = 0;
    std::vector<tandem_side> started;
    std::vector<spc_write> limits;
    std::chrono::sys_seconds clock{};
};

/// English and German, 101 to 103 and a job, two interruptions.
inline machine_directory small_directory(bool tandem = false) {
    return {.languages = {{"E", "English"}, {"D", "Deutsch"}},
            .variables = {{101, value_kind::f32, "s", {"CycleTime", "Zykluszeit"}},
                          {102, value_kind::f32, "s", {"MouldCloseTime", "Schließzeit"}},
                          {203, value_kind::text, "", {"Job"}}},
            .interruptions = {{112, {"Consecutive bad parts", "Schlechtteile in Folge"}}, {113, {"Mould protection"}}},
            .dropped_one = {"message was dropped while no host was linked",
                            "Meldung verworfen, w\u00E4hrend kein Host verbunden war"},
            .dropped_many = {"messages were dropped while no host was linked",
                             "Meldungen verworfen, w\u00E4hrend kein Host verbunden war"},
            .tandem = tandem,
            .setup_places = 8};
}

}  // namespace husky::protocol
