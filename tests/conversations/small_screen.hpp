#pragma once

#include <string>
#include <vector>

#include "protocol/screen/operator_display.hpp"

namespace husky::conversations {

/// A screen of one line that shows the keys pressed so far.
class small_screen final : public protocol::operator_display {
  public:
    [[nodiscard]] protocol::screen_position size() const override { return {20, 2}; }
    void opened() override { ++lookers; }
    void closed() override { --lookers; }
    void pressed(std::uint16_t key) override { typed += static_cast<char>(key); }
    void draw(protocol::screen_pen& pen, protocol::menu& keys) override {
        pen.begin(20, 2);
        pen.text(0, 0, protocol::plain_attribute, ">" + typed);
        keys = {{{protocol::key_code::f1, "Overview"}}};
    }

    std::string typed;
    int lookers = 0;
};

}  // namespace husky::conversations
