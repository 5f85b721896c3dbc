#include "client/model/random.hpp"

#include <cmath>

namespace husky::cells {

namespace {

/// Finaliser of splitmix64: every input bit moves every output bit.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

/// Layers of equal area under exp(-x^2/2), after Marsaglia and Tsang (2000), 256 layers.
struct ziggurat {
    static constexpr std::size_t layers = 256;
    static constexpr double tail_start = 3.6541528853610088;
    static constexpr double area = 0.00492867323399;

    std::array<double, layers + 1> edge{};
    std::array<double, layers + 1> height{};

    ziggurat() {
        edge[0] = area / density(tail_start);
        edge[1] = tail_start;
        for (std::size_t i = 1; i + 1 < layers; ++i)
            edge[i + 1] = std::sqrt(-2 * std::log(area / edge[i] + density(edge[i])));
        edge[layers] = 0;
        for (std::size_t i = 0; i <= layers; ++i)
            height[i] = density(edge[i]);
    }

    static double density(double x) { return std::exp(-0.5 * x * x); }
};

const ziggurat table;

}  // namespace

std::uint64_t hash_text(std::uint64_t seed, std::string_view text) {
    std::uint64_t h = mix(seed ^ text.size());
    for (const char c : text)
        h = mix(h ^ static_cast<unsigned char>(c));
    return h;
}

random_stream::random_stream(std::uint64_t fleet_seed, std::string_view serial, std::string_view purpose) {
    std::uint64_t key = hash_text(hash_text(fleet_seed, serial), purpose);
    for (auto& word : state_)
        word = key = mix(key);
}

double random_stream::normal() {
    for (;;) {
        const std::uint64_t word = bits();
        const auto layer = static_cast<std::size_t>(word & 0xFFU);
        // The upper 53 bits, as a signed fraction in [-1, 1).
        const double side = static_cast<double>(static_cast<std::int64_t>(word) >> 11) * 0x1p-52;
        const double x = side * table.edge[layer];
        if (std::fabs(x) < table.edge[layer + 1]) return x;
        if (layer == 0) {
            double beyond = 0;
            double accept = 0;
            do {
                beyond = exponential() / ziggurat::tail_start;
                accept = exponential();
            } while (2 * accept < beyond * beyond);
            return std::copysign(ziggurat::tail_start + beyond, side);
        }
        const double low = table.height[layer];
        const double high = table.height[layer + 1];
        if (low + uniform() * (high - low) < ziggurat::density(x)) return x;
    }
}

double random_stream::exponential() { return -std::log1p(-uniform()); }

double random_stream::weibull(double shape) { return std::pow(exponential(), 1 / shape) / std::tgamma(1 + 1 / shape); }

double random_stream::log_normal(double sigma_ln) { return std::exp(sigma_ln * normal()); }

double normal_at(std::uint64_t seed, std::uint64_t cycle, std::uint64_t member) {
    const std::uint64_t word = mix(mix(seed ^ mix(cycle)) ^ member);
    // Sum of four 16-bit uniforms: tails end at 3.5 sigma, which a single zone or cavity never needs to pass.
    double sum = 0;
    for (unsigned shift = 0; shift < 64; shift += 16)
        sum += static_cast<double>((word >> shift) & 0xFFFFU) * 0x1p-16;
    return (sum - 2) * 1.7320508075688772;
}

}  // namespace husky::cells
