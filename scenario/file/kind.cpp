#include "scenario/file/kind.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include "settings/schema/node.hpp"

namespace husky::scenario {

namespace {

/// The keys at the top of a document as they come, so that those before an error are known. A value that is nothing,
/// or an alias, is an empty text; a list or a group is none.
class top_keys final : public YAML::EventHandler {
  public:
    [[nodiscard]] bool is_scenario() const {
        const auto version = given_.find("scenario");
        const auto base = given_.find("extends");
        return (version != given_.end() && version->second) || (base != given_.end() && names_file(base->second));
    }
    [[nodiscard]] bool fails() const { return given_.contains("fails"); }
    /// Where the content begins.
    [[nodiscard]] YAML::Mark where() const { return where_.value_or(YAML::Mark::null_mark()); }
    /// The document ended early: a key without its value has nothing.
    void cut() {
        if (key_) given_.emplace(*key_, "");
    }

    void OnDocumentStart(const YAML::Mark& /*at*/) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& at, YAML::anchor_t /*anchor*/) override { take(at, ""); }
    void OnAlias(const YAML::Mark& at, YAML::anchor_t /*anchor*/) override { take(at, ""); }
    void OnScalar(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  const std::string& text) override {
        take(at, text);
    }
    void OnSequenceStart(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value /*style*/) override {
        take(at, std::nullopt);
        ++depth_;
    }
    void OnSequenceEnd() override { --depth_; }
    void OnMapStart(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override {
        take(at, std::nullopt);
        if (depth_ == 0) is_group_ = true;
        ++depth_;
    }
    void OnMapEnd() override { --depth_; }

  private:
    static bool names_file(const std::optional<std::string>& name) {
        const auto ends_with = [&](std::string_view end) {
            return name->size() > end.size() &&
                   std::equal(end.rbegin(), end.rend(), name->rbegin(),
                              [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
        };
        return name && (ends_with(".yaml") || ends_with(".yml") || name->find("${") != std::string::npos);
    }

    void take(const YAML::Mark& at, std::optional<std::string> text) {
        if (!where_) where_ = at;
        if (depth_ != 1 || !is_group_) return;
        if (key_) {
            given_.emplace(*key_, std::move(text));
            key_.reset();
        } else {
            key_ = text.value_or("");
        }
    }

    std::optional<YAML::Mark> where_;
    std::map<std::string, std::optional<std::string>> given_;
    std::optional<std::string> key_;
    int depth_ = 0;
    bool is_group_ = false;
};

struct look {
    bool is_scenario = false, fails = false;
};

/// False: there is no further one.
bool add_document(YAML::Parser& documents, look& seen) {
    top_keys keys;
    bool is_there = false;
    try {
        is_there = documents.HandleNextDocument(keys);
    } catch (const YAML::Exception&) {
        keys.cut();
    }
    seen.is_scenario = seen.is_scenario || keys.is_scenario();
    seen.fails = seen.fails || keys.fails();
    return is_there;
}

/// The first document and the next, for a second one is refused with its reason when it is loaded.
look look_at(const std::string& yaml) {
    look seen;
    std::istringstream in(yaml);
    YAML::Parser documents(in);
    if (add_document(documents, seen)) add_document(documents, seen);
    return seen;
}

/// Where a second document begins.
std::optional<YAML::Mark> second_document(const std::string& yaml) {
    std::istringstream in(yaml);
    YAML::Parser documents(in);
    top_keys first, second;
    if (!documents.HandleNextDocument(first) || !documents.HandleNextDocument(second)) return std::nullopt;
    // The parser stays before a token with which nothing can begin, as a lone comma.
    if (second.where().pos == first.where().pos)
        throw YAML::ParserException(first.where(), "no YAML value can begin like this");
    return second.where();
}

/// Every scenario has one of these words.
bool has_a_word_for_it(std::string text) {
    std::erase(text, '\0');  // the other half of letters of UTF-16
    return text.find("scenario") != std::string::npos || text.find("extends") != std::string::npos;
}

/// Line by line, because an error may hide a key, as an unclosed quotation mark. A key alone says nothing here:
/// a group may follow below.
bool has_line_of_scenario(const std::string& yaml) {
    std::istringstream in(yaml);
    for (std::string line; std::getline(in, line);) {
        line.resize(line.find_last_not_of(" \t\r") + 1);
        if (has_a_word_for_it(line) && line.front() != ' ' && line.back() != ':' && look_at(line).is_scenario)
            return true;
    }
    return false;
}

}  // namespace

file_kind kind_of(std::string_view bytes) {
    const std::string text(bytes);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return file_kind::empty;
    if (!has_a_word_for_it(text)) return file_kind::other;
    const auto seen = look_at(text);
    if (!seen.is_scenario && !has_line_of_scenario(text)) return file_kind::other;
    return seen.fails ? file_kind::negative_twin : file_kind::scenario;
}

bool is_scenario(std::string_view bytes) {
    const auto kind = kind_of(bytes);
    return kind == file_kind::scenario || kind == file_kind::negative_twin;
}

void require_one_document(const std::string& yaml, const std::string& file) {
    try {
        if (const auto second = second_document(yaml))
            settings::fail(file, second->line + 1, "", "a second document; a file holds one scenario");
    } catch (const YAML::Exception& problem) {
        settings::fail_yaml(file, yaml, problem);
    }
}

}  // namespace husky::scenario
