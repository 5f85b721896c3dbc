#pragma once

#include <utility>

namespace husky::link {

/// Does something at the end of a scope, however it is left: of a coroutine also when it is destroyed unfinished.
template <class Action>
class at_end {
  public:
    explicit at_end(Action action) : action_(std::move(action)) {}
    ~at_end() { action_(); }
    at_end(const at_end&) = delete;
    at_end& operator=(const at_end&) = delete;

  private:
    Action action_;
};

}  // namespace husky::link
