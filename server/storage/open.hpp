#pragma once

#include <memory>
#include <string>

#include "server/store/store_settings.hpp"
#include "server/store/write_behind.hpp"

namespace husky::host {

/// Whether it names a store: what open_store() knows, or "none".
bool is_store_url(const std::string& url);

/// The URL for people to read: a password in it, user:password@ or password=, is ***.
std::string without_password(const std::string& url);

/// Opens "sqlite:FILE" or "sqlite::memory:" and brings its schema up to date; null for "none".
/// Throws std::runtime_error with one clear line for another URL, a file that cannot be opened or written, a file that
/// another process keeps as its store, one that is not a store, or one of a newer schema.
std::unique_ptr<write_behind> open_store(const std::string& url, const store_settings& settings);

}  // namespace husky::host
