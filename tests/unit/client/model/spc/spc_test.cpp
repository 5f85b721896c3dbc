#include <cmath>
#include <vector>

#include "client/model/random.hpp"
#include "client/model/spc/spc_chart.hpp"
#include "client/model/spc/spc_rules.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/spc/textbook_spc.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::spc;

namespace {

/// Montgomery's piston rings, 25 subgroups of 5, as data set "qcc" has them; subgroup 21 is given.
std::vector<double> piston_rings(std::vector<double> subgroup_21) {
    std::vector<double> all{
        74.030, 74.002, 74.019, 73.992, 74.008, 73.995, 73.992, 74.001, 74.011, 74.004, 73.988, 74.024, 74.021,
        74.005, 74.002, 74.002, 73.996, 73.993, 74.015, 74.009, 73.992, 74.007, 74.015, 73.989, 74.014, 74.009,
        73.994, 73.997, 73.985, 73.993, 73.995, 74.006, 73.994, 74.000, 74.005, 73.985, 74.003, 73.993, 74.015,
        73.988, 74.008, 73.995, 74.009, 74.005, 74.004, 73.998, 74.000, 73.990, 74.007, 73.995, 73.994, 73.998,
        73.994, 73.995, 73.990, 74.004, 74.000, 74.007, 74.000, 73.996, 73.983, 74.002, 73.998, 73.997, 74.012,
        74.006, 73.967, 73.994, 74.000, 73.984, 74.012, 74.014, 73.998, 73.999, 74.007, 74.000, 73.984, 74.005,
        73.998, 73.996, 73.994, 74.012, 73.986, 74.005, 74.007, 74.006, 74.010, 74.018, 74.003, 74.000, 73.984,
        74.002, 74.003, 74.005, 73.997, 74.000, 74.010, 74.013, 74.020, 74.003};
    all.insert(all.end(), subgroup_21.begin(), subgroup_21.end());
    all.insert(all.end(), {74.004, 73.999, 73.990, 74.006, 74.009, 74.010, 73.989, 73.990, 74.009, 74.014,
                           74.015, 74.008, 73.993, 74.000, 74.010, 73.982, 73.984, 73.995, 74.017, 74.013});
    return all;
}

constexpr unsigned nelson = 0xFF;
constexpr unsigned western_electric =
    rule::beyond_3_sigma | rule::two_of_three_beyond_2 | rule::four_of_five_beyond_1 | rule::eight_on_one_side;

std::vector<double> textbook_rings() { return piston_rings({73.982, 74.001, 74.015, 74.005, 73.996}); }
std::vector<double> qcc_rings() { return piston_rings({73.988, 74.001, 74.009, 74.005, 73.996}); }

auto near(double value, double digits) { return Approx(value).margin(0.5 * std::pow(10, -digits) + 1e-12).epsilon(0); }

}  // namespace

TEST_CASE("individuals: flow rates of the NIST handbook, 6.3.2.2", "[spc]") {
    const std::vector<double> x{49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    CHECK(mean_of(x) == near(50.81, 9));
    CHECK(mean_moving_range(x) == near(1.8778, 4));
    CHECK(individuals(x).upper == near(55.8041, 4));
    CHECK(individuals(x).lower == near(45.8159, 4));
    CHECK(moving_ranges(x).upper == near(6.135, 3));
    CHECK(sigma(x, 1, sigma_estimator::overall) == near(2.0339, 4));
}

TEST_CASE("means and ranges: piston rings, both versions", "[spc]") {
    const auto book = textbook_rings(), qcc = qcc_rings();
    CHECK(mean_of(book) == near(74.001176, 6));
    CHECK(ranges(book, 5).centre == near(0.023240, 6));
    CHECK(deviations(book, 5).centre == near(0.009399, 6));
    CHECK(means_by_range(book, 5).upper == near(74.01459, 5));
    CHECK(means_by_range(book, 5).lower == near(73.98777, 5));
    CHECK(ranges(book, 5).upper == near(0.04913, 5));
    CHECK(means_by_deviation(book, 5).upper == near(74.01459, 5));
    CHECK(means_by_deviation(book, 5).lower == near(73.98776, 5));
    CHECK(deviations(book, 5).upper == near(0.01964, 5));
    CHECK(sigma(book, 5, sigma_estimator::mean_range) == near(0.009992, 6));
    CHECK(sigma(book, 5, sigma_estimator::overall) == near(0.010199, 6));

    CHECK(mean_of(qcc) == near(74.001176, 6));
    CHECK(ranges(qcc, 5).centre == near(0.022760, 6));
    CHECK(deviations(qcc, 5).centre == near(0.009240, 6));
    CHECK(means_by_range(qcc, 5).upper == near(74.01431, 5));
    CHECK(means_by_range(qcc, 5).lower == near(73.98804, 5));
    CHECK(ranges(qcc, 5).upper == near(0.04811, 5));
    CHECK(means_by_deviation(qcc, 5).upper == near(74.01436, 5));
    CHECK(means_by_deviation(qcc, 5).lower == near(73.98799, 5));
    CHECK(sigma(qcc, 5, sigma_estimator::mean_range) == near(0.009785, 6));
    CHECK(sigma(qcc, 5, sigma_estimator::overall) == near(0.010070, 6));
}

TEST_CASE("capability: piston rings and the NIST handbook, 6.1.6", "[spc]") {
    const auto book = textbook_rings(), qcc = qcc_rings();
    const auto of = [](const std::vector<double>& x) {
        return capability_of(mean_of(x), sigma(x, 5, sigma_estimator::mean_range), 73.95, 74.05);
    };
    CHECK(of(book).cp == near(1.668, 3));
    CHECK(of(book).cpk == near(1.629, 3));
    CHECK(of(qcc).cp == near(1.703, 3));
    CHECK(of(qcc).cpk == near(1.663, 3));

    const auto nist = capability_of(16, 2, 8, 20);
    CHECK(nist.cp == near(1.0, 9));
    CHECK(nist.cpk == near(0.6667, 4));
    CHECK(nist.upper == near(0.6667, 4));
    CHECK(nist.lower == near(1.3333, 4));
    CHECK(nist.k == near(0.3333, 4));
}

TEST_CASE("counts and proportions: the NIST handbook, 6.3.3", "[spc]") {
    const std::vector<double> wafers{16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14,
                                     16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13};
    CHECK(counts(wafers).centre == near(16, 9));
    CHECK(counts(wafers).upper == near(28, 9));
    CHECK(counts(wafers).lower == near(4, 9));
    const std::vector<double> chips{12, 15, 8, 10, 4,  7,  16, 9,  14, 10, 5,  6, 17, 12, 22,
                                    8,  10, 5, 13, 11, 20, 18, 24, 15, 9,  12, 7, 13, 9,  6};
    CHECK(proportions(chips, 50).centre == near(0.2313, 4));
    CHECK(proportions(chips, 50).upper == near(0.4102, 4));
    CHECK(proportions(chips, 50).lower == near(0.0524, 4));
}

TEST_CASE("a machine's chart agrees with the data sets", "[spc]") {
    chart rings;
    REQUIRE(
        rings.set(
            {.subgroup_size = 5, .ucl = protocol::not_set, .lcl = protocol::not_set, .usl = 74.05F, .lsl = 73.95F}) ==
        protocol::result_code::ok);
    // Some values before, to see that only the newest 25 subgroups count.
    for (int i = 0; i < 15; ++i)
        rings.push(80);
    for (const double x : textbook_rings())
        rings.push(static_cast<float>(x));
    protocol::spc_read_response figures;
    rings.report(figures);
    CHECK(figures.subgroups == 25);
    CHECK(static_cast<double>(figures.mean) == Approx(74.001176).margin(1e-5));
    CHECK(static_cast<double>(figures.range_mean) == Approx(0.02324).margin(1e-5));
    CHECK(static_cast<double>(figures.std_dev) == Approx(0.009992).margin(5e-6));
    CHECK(static_cast<double>(figures.cp) == Approx(1.668).margin(2e-3));
    CHECK(static_cast<double>(figures.cpk) == Approx(1.629).margin(2e-3));

    chart flow;
    REQUIRE(flow.set({.subgroup_size = 1}) == protocol::result_code::ok);
    for (const double x : {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1})
        flow.push(static_cast<float>(x));
    flow.report(figures);
    CHECK(figures.subgroups == 10);
    CHECK(static_cast<double>(figures.mean) == Approx(50.81).margin(1e-5));
    CHECK(static_cast<double>(figures.range_mean) == Approx(1.8778).margin(5e-5));
    CHECK(static_cast<double>(figures.std_dev) == Approx(1.8778 / 1.128).margin(5e-5));
    CHECK(std::isnan(figures.cp));
}

TEST_CASE("a subgroup holds consecutive production cycles only", "[spc]") {
    chart c;
    for (const float x : {1.0F, 2.0F, 3.0F})
        c.push(x);
    c.interrupt();
    for (const float x : {10.0F, 11.0F, 12.0F, 13.0F, 14.0F})
        c.push(x);
    protocol::spc_read_response figures;
    c.report(figures);
    CHECK(figures.subgroups == 1);
    CHECK(figures.mean == 12.0F);
    CHECK(figures.range_mean == 4.0F);
}

TEST_CASE("limits that make no sense are refused", "[spc]") {
    const float inf = std::numeric_limits<float>::infinity();
    const auto wrong = GENERATE_COPY(protocol::spc_write{.subgroup_size = 0}, protocol::spc_write{.subgroup_size = 11},
                                     protocol::spc_write{.subgroup_size = 5, .ucl = 1, .lcl = 1},
                                     protocol::spc_write{.subgroup_size = 5, .ucl = inf},
                                     protocol::spc_write{.subgroup_size = 5, .usl = 1, .lsl = 2});
    chart c;
    CHECK(c.set(wrong) == protocol::result_code::bad_argument);
}

TEST_CASE("each rule fires at the point that completes it", "[spc]") {
    const auto last = [](const std::vector<double>& points) {
        rule_watch watch;
        std::uint16_t fired = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            fired = watch.push(points[i]);
            CAPTURE(i);
            if (i + 1 < points.size()) CHECK(fired == 0);
        }
        return fired;
    };
    CHECK(last({0.1, -0.1, 3.1}) == rule::beyond_3_sigma);
    CHECK(last({2.1, 0.5, 2.2}) == rule::two_of_three_beyond_2);
    CHECK(last({-1.1, -1.2, 0.5, -1.3, -1.1}) == rule::four_of_five_beyond_1);
    CHECK(last({0.5, 0.4, 0.6, 0.3, 0.2, 0.5, 0.1, 0.3}) == rule::eight_on_one_side);
    CHECK(last({-0.9, -0.5, -0.2, 0.1, 0.4, 0.8}) == rule::six_in_a_trend);
    CHECK(last({0.5, -0.5, 1.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5}) ==
          rule::fourteen_alternating);
    CHECK(last({0.5, 0.4, -0.6, -0.3, -0.2, 0.5, 0.1, 0.1, -0.4, -0.6, 0.3, 0.2, 0.5, -0.1, -0.3}) ==
          rule::fifteen_within_1);
    CHECK(last({1.2, -1.5, -1.4, 1.4, 1.2, -1.1, -1.2, 1.7}) == rule::eight_beyond_1);
}

TEST_CASE("rules raise false alarms as often as they should on white noise", "[spc]") {
    const auto [rules, expected] =
        GENERATE(table<unsigned, double>({{rule::beyond_3_sigma, 370.4},
                                          {rule::two_of_three_beyond_2, 501},
                                          {rule::four_of_five_beyond_1, 287},
                                          {rule::eight_on_one_side, 253},
                                          {rule::nine_on_one_side, 497},
                                          {rule::six_in_a_trend, 434},
                                          {rule::fourteen_alternating, 594},
                                          {rule::fifteen_within_1, 965},
                                          {rule::beyond_3_sigma | rule::two_of_three_beyond_2, 225.4},
                                          {western_electric, 91.75},
                                          {nelson, 72.5}}));
    CAPTURE(rules);
    random_stream random(1, "HY-0001", "run length");
    constexpr int runs = 6000;
    double points = 0;
    for (int i = 0; i < runs; ++i) {
        rule_watch watch;
        do
            points += 1;
        while ((watch.push(random.normal()) & rules) == 0);
    }
    CHECK(points / runs == Approx(expected).epsilon(0.05));
}
