#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

namespace husky::host {

/// Which file is behind a path: an open database whose file was deleted or replaced would write to nowhere.
struct file_identity {
    dev_t device = 0;
    ino_t inode = 0;

    /// Empty if there is no such file.
    static std::optional<file_identity> of(const std::string& path) {
        struct stat found {};
        if (::stat(path.c_str(), &found) != 0) return std::nullopt;
        return file_identity{found.st_dev, found.st_ino};
    }
    static std::optional<file_identity> of(int descriptor) {
        struct stat found {};
        if (::fstat(descriptor, &found) != 0) return std::nullopt;
        return file_identity{found.st_dev, found.st_ino};
    }
    friend bool operator==(const file_identity&, const file_identity&) = default;
};

}  // namespace husky::host
