#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "server/archive/archive.hpp"

namespace husky::host {

/// A set-up that a machine has now.
struct archived_setup {
    machine_id machine = 0;
    std::string serial;
    std::uint16_t number = 0;
    setup_origin origin = setup_origin::upload;
    std::string remark;
    std::uint32_t crc32 = 0;
    std::string sha256;  ///< hexadecimal
};

/// Puts set-ups into a store's archive and waits until they can be read there. Belongs to one thread.
class setup_archive {
  public:
    using fate = archive::fate;

    /// As archive.
    setup_archive(store& kept, boost::asio::any_io_executor executor,
                  std::chrono::milliseconds patience = std::chrono::seconds(3))
        : archive_(kept, std::move(executor), patience) {}

    /// As archive::keep. `content` is copied at once.
    boost::asio::awaitable<fate> keep(archived_setup what, std::string_view content);

    /// Nobody is waited for any more.
    void stop() { archive_.stop(); }

  private:
    archive archive_;
};

}  // namespace husky::host
