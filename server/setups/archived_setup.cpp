#include "server/setups/archived_setup.hpp"

namespace husky::host {

batch batch_of(const archived_setup& setup, std::string_view content, wall_time now) {
    batch b;
    b.records.emplace_back(machine_record{setup.machine, b.keep(setup.serial), now});
    b.records.emplace_back(setup_record{.machine = setup.machine,
                                        .number = setup.number,
                                        .origin = setup.origin,
                                        .time = now,
                                        .crc32 = setup.crc32,
                                        .sha256 = b.keep(setup.sha256),
                                        .remark = b.keep(setup.remark),
                                        .content = b.keep(content)});
    return b;
}

}  // namespace husky::host
