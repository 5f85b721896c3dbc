#include "link/probes/metric_text.hpp"

#include "tests/catch.hpp"

using husky::link::metric_value;

namespace {

const std::string text = R"(# HELP cycles Cycles, by fate.
# TYPE cycles counter
cycles{fate="new"} 17
cycles{fate="late",side="0"} 2
cycles{ side = "1" , fate = "late", } 3.5 1712345678000
cycles_of_others 100
  up 1
quoted{text="a \"word\", a \\ and a \n}"} -2e3
empty{} 4
nothing NaN
much +Inf
)";

std::optional<double> value_of(std::string_view name, const std::map<std::string, std::string>& labels = {}) {
    return metric_value(text, name, labels);
}

}  // namespace

TEST_CASE("a metric is found by its name and labels", "[probes][metric]") {
    CHECK(value_of("cycles", {{"fate", "new"}}) == 17);
    CHECK(value_of("up") == 1);
    CHECK(value_of("empty") == 4);
    CHECK(value_of("quoted", {{"text", "a \"word\", a \\ and a \n}"}}) == -2000);
}

TEST_CASE("samples that differ in labels nobody asked for are added up", "[probes][metric]") {
    CHECK(value_of("cycles", {{"fate", "late"}}) == 5.5);
    CHECK(value_of("cycles") == 22.5);
}

TEST_CASE("what is not there, or no number, has no value", "[probes][metric]") {
    CHECK_FALSE(value_of("cycle"));
    CHECK_FALSE(value_of("cycles", {{"fate", "lost"}}));
    CHECK_FALSE(value_of("cycles", {{"machine", "HY-0001"}}));
    CHECK_FALSE(value_of("nothing"));
    CHECK_FALSE(value_of("much"));
}

TEST_CASE("lines that are none of the format are passed over", "[probes][metric]") {
    for (const std::string broken : {"m", "m{", "m{a", "m{a=", "m{a=\"", "m{a=\"b", "m{a=\"b\\", "m{a=\"b\"",
                                     "m{a=\"b\" c=\"d\"} 1", "m{=\"b\"} 1", "m{a=\"b\"}", "m 1x", "m ", "m{a=b} 1"})
        CHECK(metric_value(broken + "\nm 3\n", "m", {}) == 3);
}

TEST_CASE("a text that is cut anywhere is read as far as it goes", "[probes][metric]") {
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto found = metric_value(text.substr(0, size), "cycles", {{"fate", "new"}});
        CHECK((!found || *found == 17 || *found == 1));
    }
}
