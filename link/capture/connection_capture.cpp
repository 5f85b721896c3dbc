#include "link/capture/connection_capture.hpp"

#include <utility>

#include "link/capture/capture.hpp"

namespace husky::link {

connection_capture::connection_capture(capture& to, std::uint32_t number, const protocol::traced_ends& ends,
                                       socket_end ours)
    : to_(to), we_dialled_(ours == socket_end::dialled) {
    moment_.ends = ends;
    moment_.connection = number;
    open();
}

void connection_capture::note(bool by_dialler) {
    moment_.at = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    moment_.by_dialler = by_dialler;
}

/// The handshake is written before anything else, later if the disk was too slow for it.
bool connection_capture::open() {
    if (opening_written_) return true;
    note(true);
    opening_written_ = to_.push({captured::opened, moment_, {}});
    return opening_written_;
}

void connection_capture::data(bool by_dialler, std::span<const std::byte> bytes) {
    open();
    note(by_dialler);
    to_.push({captured::data, moment_, bytes});
    (by_dialler ? moment_.from_dialler : moment_.from_listener) += bytes.size();
}

void connection_capture::ended(bool by_dialler, bool reset) {
    if (std::exchange(over_[by_dialler ? 1 : 0], true)) return;
    if (reset) over_[0] = over_[1] = true;
    open();
    note(by_dialler);
    to_.push({reset ? captured::reset : captured::finished, moment_, {}});
}

}  // namespace husky::link
