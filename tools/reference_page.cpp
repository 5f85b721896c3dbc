#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <string>

#include "client/fleet/fleet_config.hpp"
#include "client/model/family/family_draft.hpp"
#include "protocol/by_name/catalogue_page.hpp"
#include "protocol/dialect/dialect.hpp"
#include "scenario/file/load.hpp"
#include "server/host_config.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"

/// reference_page [--check] PAGE...: fills the generated parts of Markdown pages, which stand between lines
/// "<!-- begin NAME -->" and "<!-- end NAME -->". With --check nothing is written; a page that differs is named and the
/// exit code is 1.
namespace {

using namespace husky;

std::string generated(const std::string& name) {
    if (name == "messages") return protocol::catalogue_page();
    if (name == "dialect") return protocol::dialect_reference();
    if (name == "host") {
        host::host_config config;
        return settings::markdown_table(config.describe());
    }
    if (name == "fleet") {
        cells::fleet_config config;
        return settings::markdown_table(config.describe());
    }
    if (name == "family") {
        cells::family_draft draft;
        return settings::markdown_table(cells::describe(draft));
    }
    if (name == "scenario") return scenario::scenario_reference();
    throw settings::error("no generated part is called " + name);
}

std::string filled(const std::string& page) {
    constexpr std::string_view begin = "<!-- begin ", close = " -->\n";
    std::string out;
    for (std::size_t at = 0; at < page.size();) {
        const auto mark = page.find(begin, at);
        const auto name_end = mark == std::string::npos ? mark : page.find(close, mark);
        if (name_end == std::string::npos) return out + page.substr(at);
        const auto name = page.substr(mark + begin.size(), name_end - mark - begin.size());
        const auto end = page.find("<!-- end " + name, name_end);
        if (end == std::string::npos) throw settings::error("no end of the part " + name);
        out += page.substr(at, name_end + close.size() - at) + "\n" + generated(name) + "\n";
        at = end;
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) try {
    bool check = false, differs = false;
    for (int i = 1; i < argc; ++i) {
        const std::string file = argv[i];
        if (file == "--check") {
            check = true;
            continue;
        }
        const auto now = settings::read_file(file);
        const auto should = filled(now);
        if (now == should) continue;
        differs = true;
        if (check)
            fmt::print(stderr, "{}: differs from the code; run the target reference-pages\n", file);
        else
            std::ofstream(file, std::ios::binary) << should;
    }
    return check && differs ? 1 : 0;
} catch (const std::exception& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    return 2;
}
