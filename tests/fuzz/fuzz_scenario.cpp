// Any text as a scenario file: either one clear error, or a plan that an engine plays to its end.
#include "scenario/engine.hpp"
#include "scenario/file/kind.hpp"
#include "scenario/file/load.hpp"
#include "scenario/report/files.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

class empty_stage final : public scenario::stage {
  public:
    std::optional<std::string> perform(const scenario::actor_name&, const scenario::action&) override {
        return std::nullopt;
    }
    void probe(std::uint64_t, const scenario::demand&) override {}
    boost::json::value value_of(const scenario::actor_name&, std::string_view) override { return 7; }
};

void play(const scenario::loaded_plan& p) {
    empty_stage on;
    scenario::engine e(p.plan, p.wire_dialect, on);
    scenario::instant now{};
    e.begin(now);
    for (int calls = 0; !e.over(); ++calls) {
        fuzz::require(calls < 100'000);
        fuzz::require(e.deadline() >= now);
        now = e.deadline();
        e.due(now);
    }
    fuzz::require(e.deadline() == protocol::never);
    const auto v = e.result();
    fuzz::require(v.findings.size() >= p.plan.expectations.size());
    fuzz::require(!scenario::junit_report(std::span(&v, 1)).empty());
    fuzz::require(!scenario::json_report(std::span(&v, 1), {}).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string yaml(reinterpret_cast<const char*>(data), size);
    const auto read = [&](const std::string& path) {
        if (path == "fuzz.yaml") return yaml;
        throw settings::error(path + ": cannot be read; there is none");
    };
    const auto kind = scenario::kind_of(yaml);
    fuzz::require(kind != scenario::file_kind::empty || yaml.find(':') == std::string::npos);
    try {
        play(scenario::load_plan("fuzz.yaml", {}, read));
    } catch (const settings::error& wrong) {
        const std::string said = wrong.what();
        fuzz::require(said.find('\n') == std::string::npos);
        fuzz::require(!said.empty());
    }
    return 0;
}
