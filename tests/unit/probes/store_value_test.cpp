#include "link/probes/store_value.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <filesystem>

#include "tests/catch.hpp"

using namespace std::chrono_literals;
using husky::link::store_value;

namespace {

/// A database on disk.
class database {
  public:
    database() {
        std::filesystem::remove(file_);
        sqlite3_open(file_.c_str(), &handle_);
        run("create table t(a, b); insert into t values(1, 'one'), (2, x'00ff'), (3, 2.5), (4, null)");
    }
    ~database() {
        sqlite3_close(handle_);
        std::filesystem::remove(file_);
    }
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    void run(const char* sql) { REQUIRE(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }
    [[nodiscard]] std::string url() const { return "sqlite:" + file_; }

  private:
    std::string file_ =
        (std::filesystem::temp_directory_path() / ("husky-probe-" + std::to_string(::getpid()) + ".db")).string();
    sqlite3* handle_ = nullptr;
};

const std::atomic<bool> never{false};

std::string said(const database& of, const std::string& sql, std::chrono::nanoseconds limit = 5s) {
    const auto found = store_value(of.url(), sql, limit, never);
    if (found.problem.empty()) return boost::json::serialize(found.value);
    const auto place = of.url() + ": ";
    CHECK(found.problem.starts_with(place));
    return found.problem.substr(place.size());
}

}  // namespace

TEST_CASE("one row of one column is a value of its type", "[probes][store]") {
    const database d;
    CHECK(said(d, "select count(*) from t") == "4");
    CHECK(said(d, "select b from t where a = 1;") == "\"one\"");
    CHECK(said(d, "select b from t where a = 2") == "\"00ff\"");
    CHECK(said(d, "select b from t where a = 3") == "2.5E0");
    CHECK(said(d, "select b from t where a = 4") == "null");
    CHECK(said(d, "select b from t where a = 5") == "null");
}

TEST_CASE("what is more or less than that is a problem in words", "[probes][store]") {
    const database d;
    CHECK(said(d, "select a from t") == "the query returns more than one row");
    CHECK(said(d, "select a, b from t") == "the query returns 2 columns; expected one");
    CHECK(said(d, "select a from nowhere") == "no such table: nowhere");
    CHECK(said(d, "  ") == "the query is empty");
    CHECK(said(d, "select 1; select 2") == "more than one query is given");
    CHECK(said(d, "delete from t") == "the query would change the store");
    CHECK(said(d, "insert into t values(5, 6) returning a") == "the query would change the store");
    CHECK(said(d, "select count(*) from t") == "4");
}

TEST_CASE("a query that does not end is given up", "[probes][store]") {
    const database d;
    const std::string endless =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    CHECK(said(d, endless, 50ms) == "no answer in time");
    const std::atomic<bool> stopped{true};
    CHECK(store_value(d.url(), endless, 1h, stopped).problem == d.url() + ": no answer in time");
}

TEST_CASE("a store that is locked is waited for, not for ever", "[probes][store]") {
    database d;
    d.run("begin exclusive");
    CHECK(said(d, "select count(*) from t", 50ms) == "no answer in time");
    d.run("commit");
    CHECK(said(d, "select count(*) from t") == "4");
}

TEST_CASE("only files of SQLite are asked", "[probes][store]") {
    const auto problem = [](const std::string& url) { return store_value(url, "select 1", 1s, never).problem; };
    CHECK(problem("postgresql://plant/husky") == "postgresql://plant/husky: only sqlite:FILE can be queried");
    CHECK(problem("none") == "none: only sqlite:FILE can be queried");
    CHECK(problem("sqlite:") == "sqlite:: only sqlite:FILE can be queried");
    CHECK(problem("sqlite::memory:") == "sqlite::memory:: only its own process can read it");
    CHECK(problem("sqlite:/nowhere/x.db") == "sqlite:/nowhere/x.db: unable to open database file");
    CHECK_FALSE(std::filesystem::exists("/nowhere"));
}
