#include "server/store/sqlite/database/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "server/store/sqlite/database/file_identity.hpp"

namespace husky::host {

file_lock::file_lock(const std::string& store_path) : path_(store_path + ".lock") {
    constexpr int flags = O_RDWR | O_CREAT | O_CLOEXEC;
    descriptor_ = ::open(path_.c_str(), flags | O_EXCL, 0644);
    made_ = descriptor_ >= 0;
    if (!made_) descriptor_ = ::open(path_.c_str(), flags, 0644);
    if (descriptor_ < 0) throw std::runtime_error("cannot create " + path_ + ": " + std::strerror(errno));
    const bool locked = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
    // One that was withdrawn in between locks nothing.
    if (locked && file_identity::of(path_) == file_identity::of(descriptor_)) return;
    ::close(descriptor_);
    throw std::runtime_error("another husky-host is using it");
}

file_lock::~file_lock() { ::close(descriptor_); }

void file_lock::withdraw() const {
    if (made_) ::unlink(path_.c_str());
}

}  // namespace husky::host
