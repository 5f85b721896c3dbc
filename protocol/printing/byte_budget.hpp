#pragma once

#include <cstddef>

namespace husky::protocol::printing {

/// Bytes that all conversations of one thread may hold together.
class byte_budget {
  public:
    explicit byte_budget(std::size_t max) : max_(max) {}

    [[nodiscard]] bool take(std::size_t bytes) {
        if (bytes > max_ - taken_) return false;
        taken_ += bytes;
        return true;
    }
    void give_back(std::size_t bytes) { taken_ -= bytes; }
    [[nodiscard]] std::size_t taken() const { return taken_; }

  private:
    std::size_t max_;
    std::size_t taken_ = 0;
};

/// What one holder has of a budget, given back when it goes.
class held_bytes {
  public:
    explicit held_bytes(byte_budget& of) : of_(of) {}
    ~held_bytes() { of_.give_back(bytes_); }
    held_bytes(const held_bytes&) = delete;
    held_bytes& operator=(const held_bytes&) = delete;

    [[nodiscard]] bool take(std::size_t bytes) {
        if (!of_.take(bytes)) return false;
        bytes_ += bytes;
        return true;
    }
    void give_back(std::size_t bytes) {
        of_.give_back(bytes);
        bytes_ -= bytes;
    }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    byte_budget& of_;
    std::size_t bytes_ = 0;
};

}  // namespace husky::protocol::printing
