#include "program/log_limit.hpp"

#include <utility>

namespace husky::program {

bool log_limit::allows(protocol::instant now) {
    if (now - window_ >= std::chrono::seconds(1)) {
        window_ = now;
        left_ = lines_;
    }
    if (left_ > 0) {
        --left_;
        return true;
    }
    ++suppressed_;
    return false;
}

std::uint64_t log_limit::take_suppressed() { return std::exchange(suppressed_, 0); }

}  // namespace husky::program
