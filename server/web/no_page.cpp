#include "server/web/page.hpp"

namespace husky::host {

std::span<const web_file> web_files() { return {}; }

}  // namespace husky::host
