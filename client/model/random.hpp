#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace husky::cells {

/// A reproducible stream of random numbers (xoshiro256++). The distributions of <random> differ between standard
/// libraries, so the few that a cell needs are here.
class random_stream {
  public:
    /// The stream is a function of all three: `purpose` keeps the streams of one machine apart.
    random_stream(std::uint64_t fleet_seed, std::string_view serial, std::string_view purpose);

    std::uint64_t bits() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(bits() >> 11U) * 0x1p-53; }
    /// Uniform in [low, high).
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in 0 .. count - 1; `count` at least 1.
    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(((bits() >> 32U) * std::uint64_t{count}) >> 32U);
    }
    bool chance(double probability) { return uniform() < probability; }

    /// Normal with mean 0 and standard deviation 1 (ziggurat, exact in its tails).
    double normal();
    /// Exponential with mean 1.
    double exponential();
    /// Weibull with mean 1; shape 1 is the exponential, above 1 things wear, below 1 they come in bursts.
    double weibull(double shape);
    /// Log-normal with median 1.
    double log_normal(double sigma_ln);

  private:
    std::array<std::uint64_t, 4> state_;
};

/// A standard normal value that is a function of its three keys alone: noise of one cavity or zone of one cycle,
/// computed only when it is asked for.
double normal_at(std::uint64_t seed, std::uint64_t cycle, std::uint64_t member);

/// A well-mixed 64-bit key of a text.
std::uint64_t hash_text(std::uint64_t seed, std::string_view text);

}  // namespace husky::cells
