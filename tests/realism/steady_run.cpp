#include "tests/realism/steady_run.hpp"

#include <cmath>

namespace husky::cells::test {

namespace {

constexpr std::size_t settling_cycles = 150;  ///< left out after each break
constexpr std::size_t min_stretch = 30;

}  // namespace

class steady_run::gatherer final : public happenings {
  public:
    explicit gatherer(const cell& of) : cell_(&of) {}

    void cycle_ended(protocol::tandem_side) override {
        if (cell_->status(0).production != protocol::production_status::production) return cut();
        if (cell_->quality(0) != protocol::cycle_quality::good) return;
        if (++settled_ <= settling_cycles) return;
        row r{};
        r.at = cell_->now();
        for (std::size_t i = 0; i < process_variable_count; ++i)
            r.values[i] = cell_->measured(0, static_cast<process_variable>(i));
        r.pressure_sensor = cell_->member(0, process_variable::back_pressure, 0);
        r.other_pressure_sensor = cell_->member(0, process_variable::back_pressure, 1);
        r.mould_sensor = cell_->member(0, process_variable::mould_surface_temp, 0);
        r.other_mould_sensor = cell_->member(0, process_variable::mould_surface_temp, 1);
        stretch_.push_back(r);
    }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        // A set-point change is another set-up, a lot change another material.
        if (texts[0].type == "E202" || texts[0].type == "E211") cut();
        if (texts[0].type.starts_with("AL") && !texts[0].content.ends_with(": cleared"))
            forget_ramps(static_cast<std::uint16_t>(std::stoi(texts[0].type.substr(2))));
    }
    void interruption(std::uint16_t id, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {
        cut();
        forget_ramps(id);
    }

    /// A machine that is about to fail is not steady.
    void forget_ramps(std::uint16_t id) {
        constexpr double stops_between = 1.5;
        for (const auto& ramp : failure_ramps()) {
            if (ramp.id != id) continue;
            const auto from = cell_->now() - from_seconds(3600 * stops_between * ramp.lead_hours);
            for (auto* kept : {&rows, &stretch_})
                while (!kept->empty() && kept->back().at >= from)
                    kept->pop_back();
        }
    }
    void status_changed(protocol::tandem_side) override { cut(); }

    void cut() {
        settled_ = 0;
        if (stretch_.size() >= min_stretch) {
            for (auto& r : stretch_)
                r.stretch = stretches;
            rows.insert(rows.end(), stretch_.begin(), stretch_.end());
            ++stretches;
        }
        stretch_.clear();
    }

    std::vector<row> rows;
    std::size_t stretches = 0;

  private:
    const cell* cell_;
    std::vector<row> stretch_;
    std::size_t settled_ = settling_cycles;
};

steady_run::steady_run(const family& f, std::size_t cycles, std::uint64_t seed, double age_years) {
    cell c(f, {.serial = "HY-0001", .age_years = age_years}, seed);
    gatherer gather(c);
    while (gather.rows.size() < cycles)
        c.advance(gather);
    rows_ = std::move(gather.rows);
    stretches_ = gather.stretches;
}

double steady_run::value(const row& r, column c) {
    if (c.member < 0) return static_cast<double>(r.values[index(c.variable)]);
    const bool pressure = c.variable == process_variable::back_pressure;
    if (c.member == 0) return static_cast<double>(pressure ? r.pressure_sensor : r.mould_sensor);
    return static_cast<double>(pressure ? r.other_pressure_sensor : r.other_mould_sensor);
}

double steady_run::mean(column c) const {
    double sum = 0;
    for (const auto& r : rows_)
        sum += value(r, c);
    return sum / static_cast<double>(rows_.size());
}

std::vector<double> steady_run::stretch_means(column c) const {
    std::vector<double> sums(stretches_), counts(stretches_);
    for (const auto& r : rows_) {
        sums[r.stretch] += value(r, c);
        counts[r.stretch] += 1;
    }
    for (std::size_t i = 0; i < stretches_; ++i)
        sums[i] /= counts[i];
    return sums;
}

double steady_run::total_sigma(column c) const {
    const auto means = stretch_means(c);
    double squares = 0;
    for (const auto& r : rows_)
        squares += std::pow(value(r, c) - means[r.stretch], 2);
    return std::sqrt(squares / static_cast<double>(rows_.size() - stretches_));
}

double steady_run::short_sigma(column c) const {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
        if (rows_[i].stretch != rows_[i - 1].stretch) continue;
        sum += std::fabs(value(rows_[i], c) - value(rows_[i - 1], c));
        ++n;
    }
    return sum / static_cast<double>(n) / 1.128;
}

double steady_run::lag_1(column c) const {
    const auto means = stretch_means(c);
    double products = 0, squares = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const double here = value(rows_[i], c) - means[rows_[i].stretch];
        squares += here * here;
        if (i > 0 && rows_[i].stretch == rows_[i - 1].stretch)
            products += here * (value(rows_[i - 1], c) - means[rows_[i].stretch]);
    }
    return squares > 0 ? products / squares : 0;
}

std::size_t steady_run::beyond_moving_range_limits(column c) const {
    const double distance = 3 * short_sigma(c);
    const auto means = stretch_means(c);
    std::size_t n = 0;
    for (const auto& r : rows_)
        n += std::fabs(value(r, c) - means[r.stretch]) > distance ? 1U : 0U;
    return n;
}

double steady_run::correlation(column a, column b) const {
    const auto means_a = stretch_means(a), means_b = stretch_means(b);
    double ab = 0, aa = 0, bb = 0;
    for (const auto& r : rows_) {
        const double x = value(r, a) - means_a[r.stretch], y = value(r, b) - means_b[r.stretch];
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace husky::cells::test
