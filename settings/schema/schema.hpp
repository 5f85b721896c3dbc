#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "settings/duration.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/form.hpp"

namespace husky::settings {

class schema;

form number_form(double min, double max, std::string_view unit);
form integer_form(std::int64_t min, std::int64_t max, std::string_view unit);

/// One key: what it may be, what it means, and where its value goes.
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
        key& k = add(name, integer_form(min, max, unit), meaning);
        k.default_text = std::to_string(static_cast<std::int64_t>(target));
        k.assign = [&target](std::string_view text) { target = static_cast<Integer>(*parse_integer(text)); };
    }

    /// Whole numbers; `max_items` 0: as many as the file holds.
    template <class Integer>
    void integers(std::string_view name, std::vector<Integer>& target, std::int64_t min, std::int64_t max,
                  std::string_view meaning, std::size_t max_items = 0) {
        key& k = add(name, integer_form(min, max, ""), meaning);
        k.max_items = max_items;
        k.clear = [&target] { target.clear(); };
        k.assign = [&target](std::string_view text) { target.push_back(static_cast<Integer>(*parse_integer(text))); };
    }

    /// A duration given in seconds, fractions allowed; by custom `name` ends in `_s`.
    template <class Duration>
    void seconds(std::string_view name, Duration& target, double min, double max, std::string_view meaning) {
        using in_seconds = std::chrono::duration<double>;
        key& k = add(name, number_form(min, max, "seconds"), meaning);
        k.default_text = json_text(in_seconds(target).count());
        k.assign = [&target](std::string_view text) {
            target = std::chrono::duration_cast<Duration>(in_seconds(*parse_number(text)));
        };
    }

    /// A duration with its unit, "200ms"; `expected` says which ones. The target may be optional.
    template <class Duration>
    void duration(std::string_view name, Duration& target, std::chrono::seconds max, std::string_view expected,
                  std::string_view meaning) {
        key& k = add(name,
                     {.is = form::kind::duration,
                      .expected = std::string(expected),
                      .max = std::chrono::duration<double>(max).count()},
                     meaning);
        k.assign = [&target](std::string_view text) { target = *parse_duration(text); };
    }

    /// One of several words.
    template <class Enum>
    void choice(std::string_view name, Enum& target, std::vector<std::pair<std::string, Enum>> words,
                std::string_view meaning) {
        key& k = add(name, {.is = form::kind::word}, meaning);
        for (const auto& [word, value] : words) {
            k.is.words.push_back(word);
            if (value == target) k.default_text = word;
        }
        k.assign = [&target, words = std::move(words)](std::string_view text) {
            for (const auto& [word, value] : words)
                if (word == text) target = value;
        };
    }

    /// The same of an enumeration whose members are numbered as the words stand. `words` must outlive the schema.
    template <class Enum, std::size_t N>
    void choice(std::string_view name, Enum& target, const std::array<std::string_view, N>& words,
                std::string_view meaning) {
        key& k = add(name, {.is = form::kind::word, .words = {words.begin(), words.end()}}, meaning);
        k.default_text = words[static_cast<std::size_t>(target)];
        k.assign = [&target, &words](std::string_view text) {
            target = static_cast<Enum>(std::find(words.begin(), words.end(), text) - words.begin());
        };
    }

    /// A list of groups: `describe(schema&, Item&)` declares the keys of one item.
    template <class Item, class Describe>
    void list(std::string_view name, std::vector<Item>& target, Describe describe, std::string_view meaning) {
        key& k = add(name, {.is = form::kind::group}, meaning);
        k.clear = [&target] { target.clear(); };
        k.append = [&target, describe, title = std::string(name)] {
            target.emplace_back();
            schema item(title);
            describe(item, target.back());
            return item;
        };
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

    std::string title_, group_;
    bool required_ = false, sorted_ = true;
    std::vector<key> keys_;
};

}  // namespace husky::settings
