#include "tests/unit/server/store/store_urls.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/unit/server/store/commit.hpp"

namespace husky::host {

namespace {

constexpr const char* in_memory = "sqlite::memory:";

void replace(std::string& text, const std::string& what, const std::string& by) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
}

std::string new_name() {
    static std::atomic<int> number{0};
    return "husky_test_" + std::to_string(::getpid()) + '_' + std::to_string(number++);
}

}  // namespace

std::vector<std::string> lasting_store_urls() {
    std::vector<std::string> all{"sqlite:{directory}/husky.db"};
    const char* more = std::getenv("HUSKY_TEST_STORES");
    std::istringstream words(more == nullptr ? "" : more);
    for (std::string url; words >> url;)
        all.push_back(url);
    return all;
}

std::vector<std::string> store_urls() {
    auto all = lasting_store_urls();
    all.emplace_back(in_memory);
    return all;
}

tested_store::tested_store(const std::string& url, const store_settings& settings) : url_(url) {
    replace(url_, "{directory}", scratch_.file(""));
    replace(url_, "{name}", new_name());
    open(settings);
}

void tested_store::open(const store_settings& settings) {
    store_ = open_store(url_, settings);
    reader_ = store_->reader();
}

void tested_store::reopen(const store_settings& settings) {
    REQUIRE(store_->close(soon()));
    reader_.reset();
    store_.reset();
    open(settings);
}

void tested_store::commit(batch& records) { REQUIRE(host::commit(*store_, records)); }

}  // namespace husky::host
