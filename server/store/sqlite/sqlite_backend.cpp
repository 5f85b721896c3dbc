#include "server/store/sqlite/sqlite_backend.hpp"

#include <stdexcept>

#include "server/store/sqlite/database/schema.hpp"
#include "server/store/sqlite/forget.hpp"
#include "server/store/sqlite/load_machines.hpp"
#include "server/store/sqlite/sqlite_reader.hpp"

namespace husky::host {

bool sqlite_backend::connect() {
    if (is_memory(name_)) {
        if (!database_) open();
        writer_.emplace(*database_, settings_);
        return true;
    }
    const bool first = !lock_;
    if (first) lock_.emplace(name_);
    // Asked before the file is made again: the new one may get the number of the old one.
    const bool same = first || file_identity::of(name_) == file_;
    try {
        open();
        if (first && settings_.fresh) empty();
    } catch (...) {
        if (first) lock_->withdraw();
        if (first) lock_.reset();
        throw;
    }
    writer_.emplace(*database_, settings_);
    file_ = file_identity::of(name_);
    return same;
}

void sqlite_backend::open() {
    database_.emplace(name_, sqlite_database::access::create);
    prepare_schema(*database_);
    if (settings_.max_pages != 0)
        database_->execute(("pragma max_page_count = " + std::to_string(settings_.max_pages)).c_str());
}

/// And gives back the space, before anything else begins.
void sqlite_backend::empty() {
    database_->execute("begin immediate");
    host::forget(*database_, every_machine);
    database_->execute("commit");
    database_->execute("vacuum");
}

std::vector<remembered_machine> sqlite_backend::remember(std::size_t max_gaps) {
    return load_machines(*database_, max_gaps);
}

void sqlite_backend::begin() {
    if (!is_memory(name_) && file_identity::of(name_) != file_)
        throw std::runtime_error("the file was deleted or replaced; earlier rows went with it");
    writer_->begin();
}

void sqlite_backend::disconnect() noexcept {
    writer_.reset();
    if (!is_memory(name_)) database_.reset();
}

std::unique_ptr<store_reader> sqlite_backend::reader() const { return std::make_unique<sqlite_reader>(name_); }

}  // namespace husky::host
