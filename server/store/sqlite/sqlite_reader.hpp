#pragma once

#include <optional>

#include "server/store/query.hpp"
#include "server/store/sqlite/database/file_identity.hpp"
#include "server/store/sqlite/database/page_statements.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"
#include "server/store/sqlite/job_reader.hpp"
#include "server/store/sqlite/production_reader.hpp"
#include "server/store/sqlite/subgroup_reader.hpp"

namespace husky::host {

class sqlite_reader final : public store_reader {
  public:
    /// A path, or the URI of memory.
    explicit sqlite_reader(std::string name);

    answer<page<stored_cycle>> cycles(const page_request& wanted) override;
    answer<page<stored_gap>> gaps(const page_request& wanted) override;
    answer<page<stored_event>> events(const page_request& wanted) override;
    answer<page<stored_interruption>> interruptions(const page_request& wanted) override;
    answer<page<stored_setup>> setups(const page_request& wanted) override;
    answer<std::optional<setup_version>> setup(const std::string& serial, std::uint16_t number,
                                               std::int64_t version) override;
    answer<std::optional<stored_setup>> newest_setup(const std::string& serial, std::uint16_t number) override;
    answer<page<stored_job>> jobs(const page_request& wanted) override;
    answer<page<stored_subgroup>> subgroups(const subgroup_request& wanted) override;
    answer<production_sums> production(const production_request& wanted) override;
    answer<page<stored_print>> prints(const page_request& wanted) override;
    answer<std::optional<printed_file>> print_file(const std::string& serial, std::int64_t print,
                                                   const std::string& file) override;

  private:
    /// The statements on this connection.
    struct connection {
        explicit connection(const std::string& name);
        void read_files(stored_print& of);

        sqlite_database database;
        sqlite_statement machine;
        page_statements cycles, gaps, events, interruptions, jobs, setups;
        sqlite_statement setup, newest_setup;
        page_statements prints;
        sqlite_statement print_files, print_file;
        job_reader job_cycles;
        subgroup_reader subgroups;
        production_reader production;
    };

    connection& connected();
    /// Calls read(connection). What goes wrong is the answer; then the next call connects anew.
    template <class T, class Read>
    answer<T> read(Read read);
    /// Likewise read(connection, machine).
    template <class T, class Read>
    answer<T> read_machine(const std::string& serial, Read read);
    template <class Row>
    answer<page<Row>> read_page(const page_request& wanted, page_statements connection::*query);
    /// The row with these keys, if there is one.
    template <class Row, class... Keys>
    answer<std::optional<Row>> read_one(const std::string& serial, sqlite_statement connection::*query,
                                        const Keys&... keys);

    const std::string name_;
    std::optional<file_identity> file_;
    std::optional<connection> connection_;
};

}  // namespace husky::host
