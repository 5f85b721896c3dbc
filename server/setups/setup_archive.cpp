#include "server/setups/setup_archive.hpp"

namespace husky::host {

namespace {

wall_time now_on_the_wall() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

batch batch_of(const archived_setup& what, std::string_view content) {
    const wall_time now = now_on_the_wall();
    batch b;
    b.records.emplace_back(machine_record{what.machine, b.keep(what.serial), now});
    b.records.emplace_back(setup_record{.machine = what.machine,
                                        .number = what.number,
                                        .origin = what.origin,
                                        .time = now,
                                        .crc32 = what.crc32,
                                        .sha256 = b.keep(what.sha256),
                                        .remark = b.keep(what.remark),
                                        .content = b.keep(content)});
    return b;
}

}  // namespace

boost::asio::awaitable<setup_archive::fate> setup_archive::keep(archived_setup what, std::string_view content) {
    return archive_.keep(batch_of(what, content));
}

}  // namespace husky::host
