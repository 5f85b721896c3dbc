#include "link/driver/link_driver_impl.hpp"

namespace husky::link {

template class basic_link_driver<tcp::socket, asio::steady_timer>;

}  // namespace husky::link
