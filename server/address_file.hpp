#pragma once

#include <string>

namespace husky::host {

/// A file with the address of the HTTP API, for as long as this object lives.
class address_file {
  public:
    /// No file if `name` is empty. One that cannot be written is a warning.
    address_file(std::string name, const std::string& address);
    address_file(const address_file&) = delete;
    address_file& operator=(const address_file&) = delete;
    ~address_file();

  private:
    std::string name_;
};

/// The address in such a file; empty if there is none.
std::string address_in(const std::string& name);

}  // namespace husky::host
