#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace husky::host {

/// Takes the body of a request apart, a JSON object, key by key. The first thing that is wrong is kept as one line.
class json_body {
  public:
    /// An empty text is an object without keys.
    explicit json_body(std::string_view text);

    /// Leaves `into` as it is where the key is missing.
    template <class Integer>
    void integer(std::string_view name, Integer& into, std::int64_t least, std::int64_t most) {
        const auto read = take_integer(name, static_cast<std::int64_t>(into), least, most);
        into = static_cast<Integer>(read);
    }
    void integers(std::string_view name, std::vector<std::uint16_t>& into, std::size_t most);
    /// A number; NaN for null.
    void number(std::string_view name, float& into);

    /// What is wrong, keys that nobody took included; empty if nothing is.
    [[nodiscard]] std::string problem();

  private:
    std::int64_t take_integer(std::string_view name, std::int64_t missing, std::int64_t least, std::int64_t most);
    const boost::json::value* take(std::string_view name);
    void wrong(std::string_view name, const std::string& expected);

    boost::json::object object_;
    std::vector<std::string> known_;
    std::string problem_;
};

}  // namespace husky::host
