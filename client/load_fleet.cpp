#include "client/load_fleet.hpp"

namespace husky::cells {

fleet_config load_fleet(const std::string& file, const std::vector<program::setting_flag>& flags,
                        const std::string& family, std::vector<settings::remark>& remarks) {
    auto config = file.empty() ? fleet_config::built_in() : fleet_config::for_file();
    remarks = program::load_configuration(config.describe(), file, "HUSKY_FLEET_", flags, config.given);
    config.complete();
    if (!family.empty()) config.take_family(family, "--family");
    return config;
}

}  // namespace husky::cells
