// Reference pages.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "settings/schema/publish.hpp"

namespace husky::settings {

namespace {

void rows(const schema& of, const std::string& prefix, std::string& out) {
    for (const auto& k : of.keys()) {
        const auto limits = k.is.words.empty() ? k.is.range() : fmt::format("{}", fmt::join(k.is.words, ", "));
        out += fmt::format("| `{}{}` | {} | {} | {} | {} |\n", prefix, k.path, k.meaning, k.is.unit,
                           k.required               ? "required"
                           : k.default_text.empty() ? ""
                                                    : "`" + k.default_text + "`",
                           limits);
        if (!k.append) continue;
        rows(k.append(), prefix + k.path + "[].", out);
        k.clear();
    }
}

/// Forms below one another, each once, in the order in which they are met.
class reference_writer {
  public:
    std::string write(const form& top) {
        visit(top);
        return std::move(out_);
    }

  private:
    void visit(const form& is) {
        if (!seen_.insert(&is).second) return;
        if (is.is == form::kind::group && !is.keys.empty()) table(is);
        for (const auto& k : is.keys)
            visit(*k.is);
        for (const auto* other : is.also)
            visit(*other);
        if (is.items != nullptr) visit(*is.items);
        if (is.others != nullptr) visit(*is.others);
        for (const auto* each : is.choices)
            visit(*each);
    }
    void table(const form& is) {
        if (is.title.empty()) return;
        out_ += fmt::format("### {}\n\n| key | value | meaning |\n|---|---|---|\n", is.title);
        for (const auto& k : is.keys)
            out_ +=
                fmt::format("| `{}`{} | {} | {} |\n", k.name, k.required ? " (required)" : "", held(*k.is), k.meaning);
        for (const auto* other : is.also)
            out_ += fmt::format("\nAlso the keys of *{}*.\n", other->title);
        if (!is.one_of.empty()) out_ += fmt::format("\nExactly one of {}.\n", fmt::join(is.one_of, ", "));
        out_ += "\n";
    }
    static std::string held(const form& is) {
        if (!is.title.empty() && is.expected.empty()) return fmt::format("see *{}*", is.title);
        if (is.is == form::kind::list) return "a list of: " + held(*is.items);
        if (is.is == form::kind::group && is.expected.empty()) return inner(is);
        if (is.is == form::kind::either && is.expected.empty()) {
            std::vector<std::string> all;
            for (const auto* each : is.choices)
                all.push_back(held(*each));
            return fmt::format("{}", fmt::join(all, ", or "));
        }
        return text_of(is);
    }
    /// "{side: a whole number from 0 to 1, value: a number}": a small group, in its row.
    static std::string inner(const form& is) {
        if (is.keys.empty()) return is.others == nullptr ? "{}" : "keys and values";
        std::vector<std::string> all;
        for (const auto& k : is.keys)
            all.push_back(fmt::format("`{}`: {}{}", k.name, held(*k.is),
                                      k.meaning.empty() ? "" : fmt::format(" ({})", k.meaning)));
        return fmt::format("{}", fmt::join(all, "; "));
    }

    std::set<const form*> seen_;
    std::string out_;
};

}  // namespace

std::string markdown_table(const schema& of) {
    std::string out = "| key | meaning | unit | default | limits |\n|---|---|---|---|---|\n";
    rows(of, "", out);
    return out;
}

std::string markdown_tables(const form& of) { return reference_writer().write(of); }

}  // namespace husky::settings
