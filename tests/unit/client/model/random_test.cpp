#include "client/model/random.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace husky::cells;

TEST_CASE("a stream is a function of seed, serial and purpose", "[random]") {
    random_stream a(1, "HY-0001", "life"), b(1, "HY-0001", "life"), other_seed(2, "HY-0001", "life"),
        other_serial(1, "HY-0002", "life"), other_purpose(1, "HY-0001", "process");
    const auto first = a.bits();
    CHECK(first == b.bits());
    CHECK(first != other_seed.bits());
    CHECK(first != other_serial.bits());
    CHECK(first != other_purpose.bits());
}

TEST_CASE("normal values have the normal's moments and tails", "[random]") {
    random_stream random(7, "HY-0001", "test");
    constexpr int n = 4'000'000;
    double sum = 0, squares = 0, fourth = 0;
    int beyond_2 = 0, beyond_3 = 0, beyond_4 = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.normal(), square = x * x;
        sum += x;
        squares += square;
        fourth += square * square;
        beyond_2 += square > 4;
        beyond_3 += square > 9;
        beyond_4 += square > 16;
    }
    CHECK(sum / n == Approx(0).margin(0.002));
    CHECK(squares / n == Approx(1).margin(0.003));
    CHECK(fourth / n == Approx(3).margin(0.02));
    CHECK(beyond_2 == Approx(n * 0.0455003).epsilon(0.01));
    CHECK(beyond_3 == Approx(n * 0.0026998).epsilon(0.03));
    CHECK(beyond_4 == Approx(n * 6.334e-5).epsilon(0.20));
}

TEST_CASE("other distributions keep what they promise", "[random]") {
    random_stream random(7, "HY-0001", "test");
    constexpr int n = 400'000;
    double exponential = 0, worn = 0, bursts = 0;
    int below_median = 0, below_ten = 0;
    for (int i = 0; i < n; ++i) {
        exponential += random.exponential();
        worn += random.weibull(1.6);
        bursts += random.weibull(0.8);
        below_median += random.log_normal(0.8) < 1;
        below_ten += random.below(10) < 5;
    }
    CHECK(exponential / n == Approx(1).epsilon(0.01));
    CHECK(worn / n == Approx(1).epsilon(0.01));
    CHECK(bursts / n == Approx(1).epsilon(0.01));
    CHECK(below_median == Approx(n / 2.0).epsilon(0.01));
    CHECK(below_ten == Approx(n / 2.0).epsilon(0.01));
}

TEST_CASE("noise by key is the same whenever it is asked for", "[random]") {
    CHECK(normal_at(1, 2, 3) == normal_at(1, 2, 3));
    CHECK(normal_at(1, 2, 3) != normal_at(1, 2, 4));
    double sum = 0, squares = 0;
    constexpr int n = 100'000;
    for (unsigned i = 0; i < n; ++i) {
        const double x = normal_at(5, i, 0);
        sum += x;
        squares += x * x;
    }
    CHECK(sum / n == Approx(0).margin(0.01));
    CHECK(std::sqrt(squares / n) == Approx(1).epsilon(0.01));
}
