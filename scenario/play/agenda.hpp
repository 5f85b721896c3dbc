#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "protocol/time.hpp"

namespace husky::play {

using protocol::duration;
using protocol::instant;

/// Virtual time: what is to be done when, in one thread. Tasks of one instant are done in the order of their entry.
class agenda {
  public:
    void at(instant when, std::function<void()> what) { entries_.emplace(std::max(when, now_), std::move(what)); }
    void after(duration wait, std::function<void()> what) { at(now_ + wait, std::move(what)); }
    [[nodiscard]] instant now() const { return now_; }
    /// When the next thing is to be done; never, if nothing is.
    [[nodiscard]] instant next() const { return entries_.empty() ? protocol::never : entries_.begin()->first; }

    /// Does everything that is due up to `end`; then it is `end`.
    void run_until(instant end) {
        while (!entries_.empty() && entries_.begin()->first <= end)
            run_next();
        now_ = end;
    }
    /// Advances to the next task and does it. False if there is none.
    bool run_next() {
        if (entries_.empty()) return false;
        const auto entry = entries_.extract(entries_.begin());
        now_ = entry.key();
        entry.mapped()();
        return true;
    }

  private:
    std::multimap<instant, std::function<void()>> entries_;
    instant now_{std::chrono::hours(1)};
};

}  // namespace husky::play
