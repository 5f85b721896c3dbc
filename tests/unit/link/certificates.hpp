#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "link/tls/tls_context.hpp"

namespace husky::link {

/// Certificates made for a test, as files in a folder that goes with it.
class certificates {
  public:
    certificates();
    ~certificates();
    certificates(const certificates&) = delete;
    certificates& operator=(const certificates&) = delete;

    /// An authority NAME: NAME.pem and NAME.key.
    void authority(const std::string& name);
    /// FILE.pem and FILE.key of 127.0.0.1 and of the DNS name `of`, signed by an authority; valid from a day ago.
    void issue(const std::string& file, const std::string& of, const std::string& by,
               std::chrono::seconds for_another = std::chrono::hours(1));
    void write(const std::string& file, const std::string& text);
    [[nodiscard]] std::string path(const std::string& file) const { return (folder_ / file).string(); }

    /// NAME.pem and NAME.key; `ca` may be empty.
    [[nodiscard]] tls_files of(const std::string& name, const std::string& ca = "") const {
        return {path(name + ".pem"), path(name + ".key"), ca.empty() ? "" : path(ca + ".pem")};
    }
    [[nodiscard]] tls_files only_ca(const std::string& ca) const { return {"", "", path(ca + ".pem")}; }

  private:
    std::filesystem::path folder_;
};

}  // namespace husky::link
