#include "server/store/write_behind.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

namespace husky::host {

write_behind::write_behind(std::unique_ptr<store_backend> backend, const store_settings& settings)
    : backend_(std::move(backend)),
      settings_(settings),
      queue_(settings.max_queued_batches, settings.max_queued_bytes) {
    try {
        backend_->connect();
        remembered_ = backend_->remember(settings_.remembered_gaps);
    } catch (const std::exception& problem) {
        throw std::runtime_error(backend_->name() + ": " + problem.what());
    }
    for (const remembered_machine& each : remembered_)
        marks_.restore(each.machine, each);
    thread_ = std::thread([this] { run(); });
}

write_behind::~write_behind() {
    queue_.abandon();
    thread_.join();
}

bool write_behind::push_forgetting(batch& records) {
    ++times_forgotten_;
    return queue_.push_over(records);
}

store_health write_behind::health() const {
    store_health now;
    {
        const std::lock_guard lock(mutex_);
        now = health_;
    }
    now.queued_bytes = queue_.bytes();
    now.queued_batches = queue_.batches();
    if (const auto oldest = queue_.oldest())
        now.lag = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - *oldest);
    return now;
}

bool write_behind::close(std::chrono::steady_clock::time_point deadline) {
    queue_.close();
    std::unique_lock lock(mutex_);
    const bool in_time = finished_changed_.wait_until(lock, deadline, [this] { return finished_; });
    lock.unlock();
    queue_.abandon();
    return in_time && queue_.batches() == 0;
}

void write_behind::run() {
    while (std::optional<batch> first = queue_.take()) {
        pending_.push_back(std::move(*first));
        while (!write_pending()) {
            if (queue_.abandoned()) return finish();
            queue_.sleep(settings_.retry_interval);
        }
    }
    finish();
}

bool write_behind::write_pending() {
    try {
        if (!connected_) reconnect();
        backend_->begin();
        const auto commit_at = std::chrono::steady_clock::now() + settings_.commit_interval;
        for (const batch& each : pending_)
            write(each);
        while (std::chrono::steady_clock::now() < commit_at) {
            std::optional<batch> next = queue_.take_now();
            if (!next) break;
            pending_.push_back(std::move(*next));
            write(pending_.back());
        }
        commit();
    } catch (const std::exception& problem) {
        failed(problem.what());
        return false;
    }
    committed();
    return true;
}

void write_behind::reconnect() {
    if (!backend_->connect()) lacks_marks_ = true;
    connected_ = true;
}

void write_behind::write(const batch& records) {
    if (records.forgets) {
        backend_->forget(*records.forgets);
        marks_.forget(*records.forgets);
    }
    backend_->write(records);
    marks_.add(records);
}

void write_behind::commit() {
    const auto save = [this](machine_id machine, const machine_mark& mark) { backend_->save(machine, mark); };
    if (lacks_marks_)
        marks_.for_each(save);
    else
        marks_.for_each_changed(save);
    backend_->commit();
    marks_.keep();
    lacks_marks_ = false;
}

void write_behind::committed() {
    std::uint64_t records = 0;
    const auto now = std::chrono::steady_clock::now();
    for (const batch& each : pending_) {
        records += each.records.size();
        lag_.observe(now - each.queued_at);
    }
    {
        const std::lock_guard lock(mutex_);
        health_.ok = true;
        health_.problem.clear();
        health_.committed_records += records;
        ++health_.commits;
    }
    std::vector<std::function<void()>> told;
    for (batch& each : pending_)
        if (each.committed) told.push_back(std::move(each.committed));
    queue_.release(pending_);
    for (const auto& tell : told)
        tell();  // a listener finds room in the queue
}

/// A caller that sees the connection end finds the reason in health().
void write_behind::failed(const char* problem) {
    marks_.undo();
    {
        const std::lock_guard lock(mutex_);
        health_.ok = false;
        health_.problem = backend_->name() + ": " + problem;
        health_.last_problem = health_.problem;
        ++health_.failures;
    }
    backend_->disconnect();
    connected_ = false;
}

void write_behind::finish() {
    backend_->disconnect();
    const std::lock_guard lock(mutex_);
    finished_ = true;
    finished_changed_.notify_all();
}

}  // namespace husky::host
