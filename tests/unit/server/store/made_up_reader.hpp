#pragma once

#include "server/store/query.hpp"

namespace husky::host {

/// Answers every query with the same words: the store cannot be read.
class made_up_reader final : public store_reader {
  public:
    answer<page<stored_cycle>> cycles(const page_request&) override { return unreadable; }
    answer<page<stored_gap>> gaps(const page_request&) override { return unreadable; }
    answer<page<stored_event>> events(const page_request&) override { return unreadable; }
    answer<page<stored_interruption>> interruptions(const page_request&) override { return unreadable; }
    answer<page<stored_setup>> setups(const page_request&) override { return unreadable; }
    answer<std::optional<setup_version>> setup(const std::string&, std::uint16_t, std::int64_t) override {
        return unreadable;
    }
    answer<std::optional<stored_setup>> newest_setup(const std::string&, std::uint16_t) override { return unreadable; }
    answer<page<stored_job>> jobs(const page_request&) override { return unreadable; }
    answer<page<stored_subgroup>> subgroups(const subgroup_request&) override { return unreadable; }
    answer<production_sums> production(const production_request&) override { return unreadable; }
    answer<page<stored_print>> prints(const page_request&) override { return unreadable; }
    answer<std::optional<printed_file>> print_file(const std::string&, std::int64_t, const std::string&) override {
        return unreadable;
    }

  private:
    const query_error unreadable{query_error::reason::unavailable, "the store cannot be read: it is made up"};
};

}  // namespace husky::host
