#include "server/storage/storage.hpp"

namespace husky::host {

namespace {

/// Set-ups, and prints, that a host without a store remembers until it ends.
constexpr std::size_t setup_bytes_in_memory = std::size_t{64} << 20U;
constexpr std::size_t print_bytes_in_memory = std::size_t{64} << 20U;

std::unique_ptr<queried_store> open_memory(std::size_t max_prints) {
    store_settings settings;
    settings.max_setup_bytes = setup_bytes_in_memory;
    settings.max_prints = max_prints;
    settings.max_print_bytes = print_bytes_in_memory;
    return std::make_unique<queried_store>(open_store("sqlite::memory:", settings));
}

}  // namespace

storage::storage(std::unique_ptr<write_behind> opened, const store_settings& settings)
    : reports_(opened ? std::make_unique<queried_store>(std::move(opened)) : nullptr),
      memory_(reports_ ? nullptr : open_memory(settings.max_prints)),
      archive_(reports_ ? reports_.get() : memory_.get()) {}

void storage::close_queries() { archive_->queries.close(); }

void storage::join_queries() { archive_->queries.join(); }

bool storage::close(std::chrono::steady_clock::time_point deadline) {
    return !reports_ || reports_->store->close(deadline);
}

}  // namespace husky::host
