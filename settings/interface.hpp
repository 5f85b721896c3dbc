#pragma once

namespace husky::settings {

/// What is used through references to it: copied with what implements it, never alone.
class interface {
  public:
    virtual ~interface() = default;

  protected:
    interface() = default;
    interface(const interface&) = default;
    interface& operator=(const interface&) = default;
};

}  // namespace husky::settings
