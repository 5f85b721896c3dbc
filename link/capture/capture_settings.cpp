#include "link/capture/capture_settings.hpp"

namespace husky::link {

void describe_capture(settings::schema& s, capture_settings& c, const std::string& meaning) {
    s.text("capture", c.file, meaning);
    s.boolean("capture_overwrite", c.overwrite,
              "overwrite an existing capture; otherwise it is kept, and the new one is called NAME.1.pcapng");
}

}  // namespace husky::link
