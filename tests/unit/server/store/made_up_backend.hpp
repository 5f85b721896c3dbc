#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/records/machine_marks.hpp"
#include "server/store/backend.hpp"
#include "tests/unit/server/store/made_up_reader.hpp"

namespace husky::host {

/// A database in memory that fails when a test wants it to. Outlives the back ends that write into it.
class made_up_database {
  public:
    /// Each transaction fails with these words from now on; empty: none does.
    void fail(std::string why) {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(why);
    }
    /// Of the operations to come only this one fails, counted from 0.
    void fail_once(int operation) {
        const std::lock_guard lock(mutex_);
        countdown_ = operation;
    }
    /// Another database takes its place, which is empty.
    void replace() {
        const std::lock_guard lock(mutex_);
        committed_.clear();
        marks_.clear();
        ++generation_;
    }

    /// Waits until a connection was given up so many times. False if it never is.
    [[nodiscard]] bool wait_for_failures(int number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return given_up_ >= number; });
    }
    [[nodiscard]] std::vector<batch> committed() const {
        const std::lock_guard lock(mutex_);
        return committed_;
    }
    [[nodiscard]] std::map<machine_id, machine_mark> marks() const {
        const std::lock_guard lock(mutex_);
        return marks_;
    }

  private:
    friend class made_up_backend;

    /// One operation begins; the mutex is held.
    void step() {
        if (countdown_ >= 0 && countdown_-- == 0) throw std::runtime_error("this operation fails");
    }

    /// Of a single machine only the mark; batches are not looked through.
    void forget(machine_id machine) {
        if (machine == every_machine) committed_.clear();
        std::erase_if(marks_, [&](const auto& each) { return machine == every_machine || machine == each.first; });
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::string failure_;
    int countdown_ = -1, given_up_ = 0, generation_ = 0;
    std::vector<batch> committed_;
    std::map<machine_id, machine_mark> marks_;
};

class made_up_backend final : public store_backend {
  public:
    explicit made_up_backend(std::shared_ptr<made_up_database> into) : into_(std::move(into)) {}

    [[nodiscard]] std::string name() const override { return "made-up:husky.db"; }
    bool connect() override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        connected_ = true;
        const bool same = generation_ < 0 || generation_ == into_->generation_;
        generation_ = into_->generation_;
        return same;
    }
    std::vector<remembered_machine> remember(std::size_t) override {
        const std::lock_guard lock(into_->mutex_);
        std::vector<remembered_machine> all;
        for (const auto& [machine, mark] : into_->marks_)
            all.push_back({mark, machine, {}, {}});
        return all;
    }
    void begin() override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        if (!connected_) throw std::logic_error("begun without a connection");
        if (!into_->failure_.empty()) throw std::runtime_error(into_->failure_);
        if (generation_ != into_->generation_) throw std::runtime_error("the database was replaced");
    }
    void forget(machine_id machine) override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        if (machine == every_machine) written_.clear();
        forgotten_.push_back(machine);
    }
    void write(const batch& records) override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        batch copy = records;
        copy.committed = nullptr;
        written_.push_back(std::move(copy));
    }
    void save(machine_id machine, const machine_mark& mark) override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        marks_[machine] = mark;
    }
    void commit() override {
        const std::lock_guard lock(into_->mutex_);
        into_->step();
        for (const machine_id each : forgotten_)
            into_->forget(each);
        for (auto& each : written_)
            into_->committed_.push_back(std::move(each));
        for (const auto& [machine, mark] : marks_)
            into_->marks_[machine] = mark;
        undo();
    }
    void disconnect() noexcept override {
        const std::lock_guard lock(into_->mutex_);
        undo();
        connected_ = false;
        ++into_->given_up_;
        into_->changed_.notify_all();
    }
    [[nodiscard]] std::unique_ptr<store_reader> reader() const override { return std::make_unique<made_up_reader>(); }

  private:
    void undo() {
        written_.clear();
        marks_.clear();
        forgotten_.clear();
    }

    std::shared_ptr<made_up_database> into_;
    bool connected_ = false;
    int generation_ = -1;
    std::vector<batch> written_;
    std::map<machine_id, machine_mark> marks_;
    std::vector<machine_id> forgotten_;
};

}  // namespace husky::host
