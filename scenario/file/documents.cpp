#include "scenario/file/documents.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <optional>
#include <sstream>

#include "settings/schema/node.hpp"

namespace husky::scenario {

namespace {

/// Where the content of a document begins.
class begin_of_document final : public YAML::EventHandler {
  public:
    [[nodiscard]] YAML::Mark where() const { return where_.value_or(YAML::Mark::null_mark()); }

    void OnDocumentStart(const YAML::Mark& /*at*/) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& at, YAML::anchor_t /*anchor*/) override { begins(at); }
    void OnAlias(const YAML::Mark& at, YAML::anchor_t /*anchor*/) override { begins(at); }
    void OnScalar(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  const std::string& /*text*/) override {
        begins(at);
    }
    void OnSequenceStart(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value /*style*/) override {
        begins(at);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& at, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override {
        begins(at);
    }
    void OnMapEnd() override {}

  private:
    void begins(const YAML::Mark& at) {
        if (!where_) where_ = at;
    }

    std::optional<YAML::Mark> where_;
};

/// Where a second document begins.
std::optional<YAML::Mark> second_document(const std::string& yaml) {
    std::istringstream in(yaml);
    YAML::Parser documents(in);
    begin_of_document first, second;
    if (!documents.HandleNextDocument(first) || !documents.HandleNextDocument(second)) return std::nullopt;
    // The parser stays before a token with which nothing can begin, as a lone comma.
    if (second.where().pos == first.where().pos)
        throw YAML::ParserException(first.where(), "no YAML value can begin like this");
    return second.where();
}

}  // namespace

void require_one_document(const std::string& yaml, const std::string& file) {
    try {
        if (const auto second = second_document(yaml))
            settings::fail(file, second->line + 1, "", "a second document; a file holds one scenario");
    } catch (const YAML::Exception& problem) {
        settings::fail_yaml(file, yaml, problem);
    }
}

}  // namespace husky::scenario
