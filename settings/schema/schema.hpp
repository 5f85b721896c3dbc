#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "settings/schema/form.hpp"

namespace husky::settings {

class schema;

/// One key: its form, its meaning, and where its value goes.
/// The built-in default is the value that the bound variable held when the key was declared.
struct key {
    std::string path;   ///< dotted, "link.init_timeout_s"
    std::string group;  ///< the groups it lies in, "link"; a name may have dots itself
    form is{};          ///< of a list: what each item may be
    std::string meaning{};
    std::string default_text{};
    bool required = false;
    std::size_t max_items = 0;  ///< of a list of scalars; 0: as many as the file holds

    /// Takes one scalar that the form accepts.
    std::function<void(std::string_view)> assign{};
    /// Takes nothing, where that is a value. Set for such keys only.
    std::function<void()> assign_nothing{};
    /// Empties a list before its items are taken one by one. Set for lists only.
    std::function<void()> clear{};
    /// Appends an item to a list of groups and returns the schema that fills it. Set for such a list only.
    std::function<schema()> append{};
    /// Takes a value, or an item of a list, that has a form of its own. Throws settings::error.
    std::function<void(const node&)> take{};

    [[nodiscard]] bool is_of_groups() const { return append != nullptr || take != nullptr; }
    [[nodiscard]] std::string expected() const;
};

/// The description of one kind of file, or of the body of a request: every key once. Loading, environment names, the
/// JSON Schema, and the page of the configuration reference come from it. Binds to variables by reference: they must
/// outlive the schema.
class schema {
  public:
    explicit schema(std::string title) : title_(std::move(title)) {}

    /// Keys declared until the next call are inside this group; "" returns to the top. Nested: "a.b".
    schema& group(std::string path);
    /// The keys declared next must be given.
    schema& required(bool on = true);
    /// Errors name the known keys as they were declared, not by their letters.
    schema& unsorted();

    void boolean(std::string_view name, bool& target, std::string_view meaning);
    void text(std::string_view name, std::string& target, std::string_view meaning);
    /// A text that `right` accepts; `expected` says which ones those are, "a date as 2026-01-01".
    void text(std::string_view name, std::string& target, std::string_view expected,
              std::function<bool(const std::string&)> right, std::string_view meaning);
    void number(std::string_view name, double& target, double min, double max, std::string_view unit,
                std::string_view meaning);
    /// Any number; NaN for nothing.
    void number_or_nothing(std::string_view name, float& target, std::string_view meaning);
    void numbers(std::string_view name, std::vector<double>& target, double min, double max, std::string_view unit,
                 std::string_view meaning);
    void texts(std::string_view name, std::vector<std::string>& target, std::string_view meaning);
    /// Texts each of which `right` accepts.
    void texts(std::string_view name, std::vector<std::string>& target, std::string_view expected,
               std::function<bool(const std::string&)> right, std::string_view meaning);

    /// A whole number of any integer type; `unit` may be empty.
    template <class Integer>
    void integer(std::string_view name, Integer& target, std::int64_t min, std::int64_t max, std::string_view unit,
                 std::string_view meaning) {
        add_integer(name, min, max, unit, meaning, static_cast<std::int64_t>(target),
                    [&target](std::int64_t v) { target = static_cast<Integer>(v); });
    }

    /// Whole numbers; `max_items` 0: as many as the file holds.
    template <class Integer>
    void integers(std::string_view name, std::vector<Integer>& target, std::int64_t min, std::int64_t max,
                  std::string_view meaning, std::size_t max_items = 0) {
        add_integers(
            name, min, max, meaning, [&target](std::int64_t v) { target.push_back(static_cast<Integer>(v)); },
            [&target] { target.clear(); }, max_items);
    }

    /// A duration given in seconds, fractions allowed; by custom `name` ends in `_s`.
    template <class Duration>
    void seconds(std::string_view name, Duration& target, double min, double max, std::string_view meaning) {
        add_seconds(name, min, max, meaning, std::chrono::duration<double>(target).count(), [&target](double v) {
            target = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(v));
        });
    }

    /// A duration with its unit, "200ms"; `expected` says which ones. The target may be optional.
    template <class Duration>
    void duration(std::string_view name, Duration& target, std::chrono::seconds max, std::string_view expected,
                  std::string_view meaning) {
        add_duration(name, max, expected, meaning, [&target](std::chrono::nanoseconds v) { target = v; });
    }

    /// One of several words.
    template <class Enum>
    void choice(std::string_view name, Enum& target, std::vector<std::pair<std::string, Enum>> words,
                std::string_view meaning) {
        std::vector<std::string> names;
        std::string current;
        for (const auto& [word, value] : words) {
            names.push_back(word);
            if (value == target) current = word;
        }
        add_choice(name, std::move(names), meaning, current,
                   [&target, words = std::move(words)](std::string_view text) {
                       for (const auto& [word, value] : words)
                           if (word == text) target = value;
                   });
    }

    /// A list of groups: `describe(schema&, Item&)` declares the keys of one item.
    template <class Item, class Describe>
    void list(std::string_view name, std::vector<Item>& target, Describe describe, std::string_view meaning) {
        add_list(
            name, meaning, [&target] { target.clear(); },
            [&target, describe, title = std::string(name)] {
                target.emplace_back();
                schema item(title);
                describe(item, target.back());
                return item;
            });
    }

    /// A value with a form of its own: `take` judges and takes it, or throws settings::error.
    void value(std::string_view name, form is, std::function<void(const node&)> take, std::string_view meaning);
    /// A list of such values: `take` appends one.
    void values(std::string_view name, std::function<void()> clear, form is, std::function<void(const node&)> take,
                std::string_view meaning);

    /// Keeps path and text of each scalar that is taken from now on, so that it can be taken again elsewhere. `into`
    /// must outlive the schema.
    void keep_texts(std::vector<std::pair<std::string, std::string>>& into);

    [[nodiscard]] const std::string& title() const { return title_; }
    [[nodiscard]] const std::vector<key>& keys() const { return keys_; }
    [[nodiscard]] const key* find(std::string_view path) const;
    /// True if some key lies below this path.
    [[nodiscard]] bool is_group(std::string_view path) const;
    /// The names that are known below a prefix, "" or "link.", at most 40.
    [[nodiscard]] std::vector<std::string> names_below(std::string_view prefix) const;

  private:
    key& add(std::string_view name, form is, std::string_view meaning);
    void add_integer(std::string_view name, std::int64_t min, std::int64_t max, std::string_view unit,
                     std::string_view meaning, std::int64_t current, std::function<void(std::int64_t)> set);
    void add_integers(std::string_view name, std::int64_t min, std::int64_t max, std::string_view meaning,
                      std::function<void(std::int64_t)> push, std::function<void()> clear, std::size_t max_items);
    void add_seconds(std::string_view name, double min, double max, std::string_view meaning, double current,
                     std::function<void(double)> set);
    void add_duration(std::string_view name, std::chrono::seconds max, std::string_view expected,
                      std::string_view meaning, std::function<void(std::chrono::nanoseconds)> set);
    void add_choice(std::string_view name, std::vector<std::string> words, std::string_view meaning,
                    const std::string& current, std::function<void(std::string_view)> set);
    void add_list(std::string_view name, std::string_view meaning, std::function<void()> clear,
                  std::function<schema()> append);

    std::string title_, group_;
    bool required_ = false, sorted_ = true;
    std::vector<key> keys_;
};

}  // namespace husky::settings
