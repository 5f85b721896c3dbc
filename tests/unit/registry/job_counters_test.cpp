#include "server/registry/job_counters.hpp"

#include "tests/catch.hpp"

using namespace husky;

namespace {

using count = std::pair<protocol::variable_id, protocol::value>;

protocol::cycle cycle_of(const std::vector<count>& values) {
    protocol::cycle c;
    for (const auto& [id, content] : values) {
        protocol::variable_value v;
        v.id = id;
        v.content = content;
        c.values.push_back(v);
    }
    return c;
}

std::vector<std::uint32_t> after(host::job_counters& reads, const std::vector<count>& values) {
    protocol::machine_status status;
    status.cycles = 7;
    status.good_parts = 8;
    status.bad_parts = 9;
    reads.read(cycle_of(values).values).show_in(status);
    return {status.cycles, status.good_parts, status.bad_parts};
}

using counts = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("a job's counters are those of the newest cycle", "[registry][job_counters]") {
    host::job_counters reads;
    CHECK(after(reads, {{1, 50}, {4, 1000}, {2, 20}, {101, 5.5F}, {162, 640}, {163, 3}}) == counts{20, 640, 3});
    CHECK(after(reads, {{1, 51}, {4, 1010}, {2, 21}, {101, 5.5F}, {162, 672}, {163, 3}}) == counts{21, 672, 3});
}

TEST_CASE("counters that a cycle does not have stay as the status told them", "[registry][job_counters]") {
    host::job_counters reads;
    CHECK(after(reads, {}) == counts{7, 8, 9});
    CHECK(after(reads, {{1, 50}, {4, 1000}}) == counts{7, 8, 9});
    CHECK(after(reads, {{1, 50}, {4, 1000}, {162, std::monostate{}}, {163, -1}, {2, 6.5F}}) == counts{7, 8, 9});
}

TEST_CASE("counters are found again when the layout of cycles changes", "[registry][job_counters]") {
    host::job_counters reads;
    CHECK(after(reads, {{1, 50}, {4, 1000}, {2, 20}, {162, 640}, {163, 3}}) == counts{20, 640, 3});
    CHECK(after(reads, {{1, 51}, {4, 1010}, {163, 4}, {162, 641}, {2, 21}}) == counts{21, 641, 4});
    CHECK(after(reads, {{1, 52}, {4, 1020}, {163, 5}}) == counts{7, 8, 5});
}
