#pragma once

#include <string>

namespace husky::host {

/// Where the HTTP API is.
struct api_address {
    std::string address;  ///< empty: unknown
    bool by_https = false;
};

/// A file with the address of the HTTP API, for as long as this object lives: "127.0.0.1:8310",
/// "https://127.0.0.1:8310".
class address_file {
  public:
    /// No file if `name` is empty. One that cannot be written is a warning.
    address_file(std::string name, const api_address& api);
    address_file(const address_file&) = delete;
    address_file& operator=(const address_file&) = delete;
    ~address_file();

  private:
    std::string name_;
};

/// The address in such a file.
api_address address_in(const std::string& name);

}  // namespace husky::host
