#pragma once

#include <atomic>

#include "server/store/query.hpp"
#include "server/store/store.hpp"

namespace husky::host {

/// Takes everything and keeps nothing: for measurements, and where somebody else listens.
class null_store final : public store {
  public:
    std::vector<remembered_machine> remembered() override { return {}; }
    bool push(batch& records) override {
        dropped_.fetch_add(records.records.size(), std::memory_order_relaxed);
        if (records.committed) records.committed();
        records.clear();
        return true;
    }
    [[nodiscard]] bool congested() const override { return false; }
    [[nodiscard]] store_health health() const override {
        store_health healthy;
        healthy.committed_records = dropped_.load(std::memory_order_relaxed);
        return healthy;
    }
    [[nodiscard]] std::unique_ptr<store_reader> reader() const override { return nullptr; }
    bool close(std::chrono::steady_clock::time_point) override { return true; }

  private:
    std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace husky::host
