#include "link/driver/link_driver_impl.hpp"

namespace husky::link {

template class basic_link_driver<link_socket, asio::steady_timer>;

}  // namespace husky::link
