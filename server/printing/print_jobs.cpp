#include "server/printing/print_jobs.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "server/printing/queue_list.hpp"

namespace husky::host {

using boost::asio::awaitable;
using protocol::printing::lpd_command;
using protocol::printing::lpd_request;
using protocol::printing::received_job;

namespace {

constexpr std::string_view done = std::string_view("\0", 1);
constexpr std::string_view not_done = "\1";

batch batch_of(machine_id machine, received_job got) {
    const auto now = wall_now();
    const auto& job = got.job;
    batch b;
    b.records.emplace_back(machine_record{machine, b.keep(job.queue), now});
    b.records.emplace_back(print_record{machine, now, b.keep(job.name), b.keep(job.user), b.keep(job.host)});
    for (std::size_t i = 0; i < job.files.size(); ++i) {
        const auto& file = job.files[i];
        b.records.emplace_back(
            print_file_record{b.keep(file.name), b.keep(media_type(file.kind)), b.keep(got.contents[i])});
        got.contents[i] = {};
    }
    return b;
}

}  // namespace

bool print_jobs::admits(const std::string& queue) const {
    return queue.size() <= max_queue_name && machines_.may_know(queue);
}

awaitable<bool> print_jobs::keep(received_job got) {
    const auto machine = machines_.know(got.job.queue);
    if (!machine) co_return false;
    batch records = batch_of(*machine, std::move(got));
    co_return co_await archive_.keep(std::move(records)) != archive::result::refused;
}

/// A machine of which nothing is committed yet has no jobs.
awaitable<answer<std::vector<stored_print>>> print_jobs::jobs_of(std::string queue) {
    const auto query = [queue](store_reader& from) -> answer<std::vector<stored_print>> {
        std::vector<stored_print> all;
        std::optional<std::int64_t> next = 0;
        while (next) {
            auto found = from.prints({.serial = queue, .after = *next, .limit = max_page});
            if (!found.has_value() && found.error().why == query_error::reason::unknown_serial) break;
            if (!found.has_value()) return found.error();
            std::move(found->rows.begin(), found->rows.end(), std::back_inserter(all));
            next = found->next;
        }
        return all;
    };
    co_return co_await queries_.ask(query);
}

awaitable<std::string> print_jobs::list(lpd_request asked) {
    const auto found = co_await jobs_of(asked.queue);
    if (!found.has_value()) co_return asked.queue + ": " + found.error().problem + '\n';
    const bool brief = asked.command == lpd_command::short_list;
    co_return brief ? short_list(*found, asked.names) : long_list(*found, asked.names);
}

awaitable<removal> print_jobs::remove(lpd_request asked) {
    const auto found = co_await jobs_of(asked.queue);
    if (!found.has_value()) co_return removal{.text = std::string(not_done) + found.error().problem + '\n'};
    removal chosen = choose_removed(*found, asked.agent, asked.names);
    const auto machine = machines_.know(asked.queue);
    if (!chosen.prints.empty() && machine) {
        batch records;
        for (const std::int64_t print : chosen.prints)
            records.records.emplace_back(print_removed_record{*machine, print});
        const auto result = co_await archive_.keep(std::move(records));
        if (result == archive::result::refused)
            co_return removal{.text = std::string(not_done) + "the store cannot remove it now\n"};
    }
    chosen.text.insert(0, chosen.denied ? not_done : done);
    co_return chosen;
}

}  // namespace husky::host
