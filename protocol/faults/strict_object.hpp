#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <vector>

#include "protocol/faults/fault_json.hpp"

namespace husky::protocol {

/// Takes a JSON object apart key by key; the first mistake is kept, with the path of its key.
class strict_object {
  public:
    /// `path` with a dot at its end, or empty.
    strict_object(const boost::json::object& from, std::string path, std::optional<fault_mistake>& mistake)
        : from_(from), path_(std::move(path)), mistake_(mistake) {}

    /// Null where the key is missing; noted as known.
    const boost::json::value* take(std::string_view name);
    void need(std::string_view name);

    void text(std::string_view name, std::string& into, std::size_t longest);
    void number(std::string_view name, double& into, double least, double most);
    template <class Integer>
    void whole(std::string_view name, Integer& into, std::int64_t least, std::int64_t most) {
        into = static_cast<Integer>(take_whole(name, static_cast<std::int64_t>(into), least, most));
    }
    void time(std::string_view name, std::optional<duration>& into);
    void time(std::string_view name, duration& into) {
        std::optional<duration> given;
        time(name, given);
        into = given.value_or(into);
    }

    void wrong(std::string_view name, std::string problem);
    void expected(std::string_view name, std::string_view what, const boost::json::value& got);
    /// Keys that nobody took are mistakes.
    void finish();

  private:
    std::int64_t take_whole(std::string_view name, std::int64_t missing, std::int64_t least, std::int64_t most);

    const boost::json::object& from_;
    std::string path_;
    std::optional<fault_mistake>& mistake_;
    std::vector<std::string_view> known_;
};

/// What was given, for a message: 'soon', 17, a list.
std::string shown(const boost::json::value& v);

/// A number, or a text that is one.
std::optional<double> number_in(const boost::json::value& v);
std::optional<std::int64_t> whole_in(const boost::json::value& v);

/// No fault waits longer.
constexpr std::chrono::hours longest_fault_time{24};

}  // namespace husky::protocol
