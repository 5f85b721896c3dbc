#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "settings/error.hpp"

namespace husky::settings {

class schema;

enum class kind { boolean, integer, number, text, choice, list, numbers, integers };

/// What is wrong with a document, and where in it: "do.delay.mean".
struct document_mistake {
    std::string path, problem;
};
using document_taker = std::function<std::optional<document_mistake>(const boost::json::value&)>;

/// One key: what it means, in which unit, within which limits, and how a text becomes its value.
/// The built-in default is the value that the bound variable held when the key was declared.
struct key {
    std::string path;   ///< dotted, "link.init_timeout_s"
    std::string group;  ///< the groups it lies in, "link"; a name may have dots itself
    kind type = kind::text;
    std::string unit;
    std::string meaning;
    std::optional<double> min, max;
    std::vector<std::string> choices;
    std::string default_text;
    std::string right_texts;  ///< which texts are accepted, if not all
    bool required = false;

    /// Takes one scalar; false if it is not what `expected()` says. Empty for a list of groups.
    std::function<bool(std::string_view)> assign;
    /// Empties a list before its items are assigned one by one. Set for lists only.
    std::function<void()> clear;
    /// Appends an item to a list of groups and returns the schema that fills it. Set for kind::list only.
    std::function<schema()> append;
    /// Takes an item of a list of documents. Set with `document_schema`, for such a list only.
    document_taker take_document;
    std::string document_schema;  ///< JSON Schema of an item

    [[nodiscard]] std::string expected() const;
    /// A limit as a JSON number; whole where the key is.
    [[nodiscard]] boost::json::value limit(double number) const;
    /// "0 to 65535"; empty without limits.
    [[nodiscard]] std::string range() const;
};

/// The description of one kind of file: every key once. Loading, environment names, the JSON Schema, and the page of
/// the configuration reference come from it. Binds to variables by reference: they must outlive the schema.
class schema {
  public:
    explicit schema(std::string title) : title_(std::move(title)) {}

    /// Keys declared until the next call are inside this group; "" returns to the top. Nested: "a.b".
    schema& group(std::string path);
    /// The keys declared next must be given.
    schema& required(bool on = true);

    void boolean(std::string_view name, bool& target, std::string_view meaning);
    void text(std::string_view name, std::string& target, std::string_view meaning);
    /// A text that `right` accepts; `expected` says which ones those are, "a date as 2026-01-01".
    void text(std::string_view name, std::string& target, std::string_view expected,
              std::function<bool(const std::string&)> right, std::string_view meaning);
    void number(std::string_view name, double& target, double min, double max, std::string_view unit,
                std::string_view meaning);
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

    template <class Integer>
    void integers(std::string_view name, std::vector<Integer>& target, std::int64_t min, std::int64_t max,
                  std::string_view meaning) {
        add_integers(
            name, min, max, meaning, [&target](std::int64_t v) { target.push_back(static_cast<Integer>(v)); },
            [&target] { target.clear(); });
    }

    /// A duration given in seconds, fractions allowed; by custom `name` ends in `_s`.
    template <class Duration>
    void seconds(std::string_view name, Duration& target, double min, double max, std::string_view meaning) {
        add_seconds(name, min, max, meaning, std::chrono::duration<double>(target).count(), [&target](double v) {
            target = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(v));
        });
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

    /// A list of documents of a form of their own, as JSON: `take` judges and appends one. In YAML what is quoted is a
    /// text, and what is not a number where it looks like one.
    void documents(std::string_view name, std::function<void()> clear, document_taker take,
                   std::string_view item_schema, std::string_view meaning);

    /// Keeps path and text of each scalar that is taken from now on, so that it can be taken again elsewhere. `into`
    /// must outlive the schema.
    void keep_texts(std::vector<std::pair<std::string, std::string>>& into);

    [[nodiscard]] const std::string& title() const { return title_; }
    [[nodiscard]] const std::vector<key>& keys() const { return keys_; }
    [[nodiscard]] const key* find(std::string_view path) const;
    /// True if some key lies below this path.
    [[nodiscard]] bool is_group(std::string_view path) const;

  private:
    key& add(std::string_view name, kind type, std::string_view unit, std::string_view meaning);
    void add_integer(std::string_view name, std::int64_t min, std::int64_t max, std::string_view unit,
                     std::string_view meaning, std::int64_t current, std::function<void(std::int64_t)> set);
    void add_integers(std::string_view name, std::int64_t min, std::int64_t max, std::string_view meaning,
                      std::function<void(std::int64_t)> push, std::function<void()> clear);
    void add_seconds(std::string_view name, double min, double max, std::string_view meaning, double current,
                     std::function<void(double)> set);
    void add_choice(std::string_view name, std::vector<std::string> words, std::string_view meaning,
                    const std::string& current, std::function<void(std::string_view)> set);
    void add_list(std::string_view name, std::string_view meaning, std::function<void()> clear,
                  std::function<schema()> append);

    std::string title_, group_;
    bool required_ = false;
    std::vector<key> keys_;
};

}  // namespace husky::settings
