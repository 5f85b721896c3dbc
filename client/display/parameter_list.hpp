#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace husky::cells {

/// The set-up pages of the operator screen.
enum class parameter_page : std::uint8_t { injection, heats, mould, auxiliaries };
constexpr std::size_t parameter_pages = 4;

struct parameter {
    std::string name;   ///< UTF-8
    std::string units;  ///< UTF-8
    double value = 0, low = 0, high = 0;
    unsigned decimals = 0;
};

/// What the set-up pages list and change.
class parameter_list {
  public:
    virtual ~parameter_list() = default;

    [[nodiscard]] virtual std::size_t size(parameter_page on) const = 0;
    /// `i` below size(on); `language` as in `languages`.
    [[nodiscard]] virtual parameter at(parameter_page on, std::size_t i, std::size_t language) const = 0;
    /// False, with nothing changed, for a value outside the limits.
    virtual bool set(parameter_page on, std::size_t i, double to) = 0;

  protected:
    parameter_list() = default;
    parameter_list(const parameter_list&) = default;
    parameter_list& operator=(const parameter_list&) = default;
};

}  // namespace husky::cells
