#include "server/registry/current_job.hpp"

#include "tests/catch.hpp"

using namespace husky;
using host::current_job;
using host::told_counts;

namespace {

told_counts counted(std::int32_t side_cycles, std::int32_t job_cycles) {
    told_counts told;
    told.side_cycles = side_cycles;
    told.job_cycles = job_cycles;
    return told;
}

std::optional<protocol::machine_status> status_of(const std::string& job, std::uint32_t cycles) {
    protocol::machine_status now;
    now.job = job;
    now.mould = "M-" + job;
    now.cycles = cycles;
    return now;
}

}  // namespace

TEST_CASE("a job is recorded once, with the name that its status tells before it", "[registry][job]") {
    current_job job;
    CHECK(job.cycle(counted(101, 1), 1, 101, status_of("A", 0)));
    CHECK(job.origin() == 100);
    CHECK(job.job() == "A");
    CHECK(job.mould() == "M-A");
    job.recorded();
    CHECK_FALSE(job.cycle(counted(102, 2), 1, 102, status_of("A", 1)));
    CHECK_FALSE(job.status(*status_of("B", 0)));  // of the next one
    CHECK(job.cycle(counted(103, 1), 1, 103, status_of("B", 0)));
    CHECK(job.job() == "B");
    CHECK(job.origin() == 102);
}

TEST_CASE("a job that ran while the host was away has no name until one is told of it", "[registry][job]") {
    current_job job;
    job.cycle(counted(50, 50), 1, 50, status_of("A", 49));
    job.recorded();
    CHECK(job.cycle(counted(61, 1), 1, 61, status_of("A", 50)));  // the status is of the job before
    job.recorded();
    CHECK(job.job().empty());
    CHECK(job.status(*status_of("B", 5)));
    CHECK(job.job() == "B");
    CHECK_FALSE(job.status(*status_of("B", 6)));
}

TEST_CASE("a job that could not be recorded is recorded with the next cycle", "[registry][job]") {
    current_job job;
    CHECK(job.cycle(counted(1, 1), 1, 1, {}));
    CHECK(job.cycle(counted(2, 2), 1, 2, {}));
    job.recorded();
    CHECK_FALSE(job.cycle(counted(3, 3), 1, 3, {}));
    CHECK(job.cycle(counted(1, 1), 2, 1, {}));  // another controller
}

TEST_CASE("without a count of the side the life counter tells where a job began", "[registry][job]") {
    current_job job;
    told_counts told;
    told.job_cycles = 3;
    CHECK(job.cycle(told, 1, 13, {}));
    CHECK(job.origin() == 10);
    CHECK_FALSE(job.cycle({}, 1, 14, {}));
}
