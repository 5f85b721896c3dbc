#include "server/store/sqlite_store.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

#include "server/store/remember.hpp"
#include "server/store/sqlite_reader.hpp"

namespace husky::host {

sqlite_store::sqlite_store(sqlite_location where, const store_settings& settings)
    : where_(std::move(where)), settings_(settings), queue_(settings.max_queued_batches, settings.max_queued_bytes) {
    try {
        if (!where_.memory) lock_.emplace(where_.name);
        open();
        writer_->load_marks();
        remembered_ = remember(*database_, settings_.remembered_gaps);
    } catch (const std::exception& problem) {
        if (lock_) lock_->withdraw();
        throw std::runtime_error("sqlite:" + where_.name + ": " + problem.what());
    }
    thread_ = std::thread([this] { run(); });
}

sqlite_store::~sqlite_store() {
    queue_.abandon();
    thread_.join();
}

std::vector<remembered_machine> sqlite_store::remembered() { return std::exchange(remembered_, {}); }

store_health sqlite_store::health() const {
    store_health now;
    {
        const std::lock_guard lock(mutex_);
        now = health_;
    }
    now.queued_bytes = queue_.bytes();
    now.queued_batches = queue_.batches();
    return now;
}

std::unique_ptr<store_reader> sqlite_store::reader() const { return std::make_unique<sqlite_reader>(where_); }

bool sqlite_store::close(std::chrono::steady_clock::time_point deadline) {
    queue_.close();
    std::unique_lock lock(mutex_);
    const bool in_time = finished_changed_.wait_until(lock, deadline, [this] { return finished_; });
    lock.unlock();
    queue_.abandon();
    return in_time && queue_.batches() == 0;
}

void sqlite_store::open() {
    database_.emplace(where_.name, sqlite_database::access::create);
    prepare_schema(*database_);
    if (settings_.max_pages != 0)
        database_->execute(("pragma max_page_count = " + std::to_string(settings_.max_pages)).c_str());
    if (!where_.memory) file_ = file_identity::of(where_.name);
    make_writer();
}

void sqlite_store::make_writer() { writer_.emplace(*database_, marks_, settings_); }

void sqlite_store::reopen() {
    const std::optional<file_identity> before = file_;
    if (where_.memory) return make_writer();
    open();
    if (file_ != before) writer_->save_all_marks();
}

void sqlite_store::run() {
    while (std::optional<batch> first = queue_.take()) {
        pending_.push_back(std::move(*first));
        while (!write_pending()) {
            if (queue_.abandoned()) return finish();
            queue_.sleep(settings_.retry_interval);
        }
    }
    finish();
}

bool sqlite_store::write_pending() {
    try {
        if (!writer_) reopen();
        if (!where_.memory && file_identity::of(where_.name) != file_)
            throw std::runtime_error("the file was deleted or replaced; earlier rows went with it");
        writer_->begin();
        const auto commit_at = std::chrono::steady_clock::now() + settings_.commit_interval;
        for (const batch& each : pending_)
            writer_->write(each);
        while (std::chrono::steady_clock::now() < commit_at) {
            std::optional<batch> next = queue_.take_now();
            if (!next) break;
            pending_.push_back(std::move(*next));
            writer_->write(pending_.back());
        }
        writer_->commit();
        committed();
        return true;
    } catch (const std::exception& problem) {
        failed(problem.what());
        return false;
    }
}

void sqlite_store::committed() {
    std::uint64_t records = 0;
    for (const batch& each : pending_) {
        records += each.records.size();
        if (each.committed) each.committed();
    }
    queue_.release(pending_);
    const std::lock_guard lock(mutex_);
    health_.ok = true;
    health_.problem.clear();
    health_.committed_records += records;
    ++health_.commits;
}

void sqlite_store::failed(const char* problem) {
    writer_.reset();
    if (!where_.memory) database_.reset();
    const std::lock_guard lock(mutex_);
    health_.ok = false;
    health_.problem = "sqlite:" + where_.name + ": " + problem;
    health_.last_problem = health_.problem;
    ++health_.failures;
}

void sqlite_store::finish() {
    writer_.reset();
    database_.reset();
    const std::lock_guard lock(mutex_);
    finished_ = true;
    finished_changed_.notify_all();
}

}  // namespace husky::host
