#pragma once

#include <map>

#include "protocol/by_name/message_layouts.hpp"
#include "scenario/plan.hpp"
#include "settings/schema/node.hpp"

namespace husky::scenario {

using settings::fail;
using settings::node;

/// Makes a plan of a file whose form was checked. Throws settings::error for what the form does not cover: names
/// of nothing, fields that a message does not have, values that a field cannot hold.
class plan_reader {
  public:
    /// The layouts must outlive the reader.
    explicit plan_reader(const protocol::message_layouts& layouts) : layouts_(&layouts) {}

    plan read(const node& top);

    // For those who read parts of it.
    [[nodiscard]] const protocol::message_layouts& layouts() const { return *layouts_; }
    [[nodiscard]] static protocol::message_index message_named(const node& n);
    /// `message`, `way` and `fields` of a group.
    [[nodiscard]] message_pattern pattern(const node& group) const;
    /// The condition that stands in a group's own keys, on that field of the message or of any, if there is one.
    [[nodiscard]] condition condition_in(const node& group, std::string field,
                                         std::optional<protocol::message_index> message) const;

  private:
    void read_head(const node& top);
    void read_cast(const node& n);
    void read_steps(const node& n);
    [[nodiscard]] step read_step(const node& n);
    [[nodiscard]] trigger read_trigger(const node& n, const actor_name& own) const;
    [[nodiscard]] trigger read_when(const node& n, const actor_name& own) const;
    void read_expectations(const node& n);
    [[nodiscard]] expectation read_expectation(const node& n);
    [[nodiscard]] demand read_demand(const node& n) const;
    [[nodiscard]] std::size_t step_named(const node& n) const;
    [[nodiscard]] actor_name only_actor() const;

    const protocol::message_layouts* layouts_;
    plan plan_;
    std::map<std::string, std::size_t, std::less<>> step_names_;
};

// What a key of a group holds; it was checked before.
std::string text_in(const node& group, std::string_view key, std::string_view otherwise = "");
bool flag_in(const node& group, std::string_view key);
std::optional<duration> duration_in(const node& group, std::string_view key);
std::optional<double> number_in(const node& group, std::string_view key);
std::uint32_t count_in(const node& group, std::string_view key, std::uint32_t otherwise);
/// A file's name, relative to the file that names it.
std::string file_in(const node& group, std::string_view key);
link_state link_state_named(std::string_view name);
/// `n` without those keys, as JSON.
boost::json::object other_fields(const node& n, std::initializer_list<std::string_view> taken);

/// What a condition asks that its field can never be is an error at `where`; words of enumerations become numbers.
void check_condition(condition& c, const protocol::field_path& at, const place& where);

/// Throws settings::error for what only the whole plan shows: unknown actors, offsets that go back, steps
/// that wait for one another, expectations that can never be met.
void check_plan(const plan& p);

}  // namespace husky::scenario
