#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "client/check/live/live_stage.hpp"
#include "client/check/playable.hpp"
#include "client/check/virtual/virtual_stage.hpp"
#include "client/subcommands.hpp"
#include "link/net/address_flag.hpp"
#include "link/tls/tls_flags.hpp"
#include "program/command_line.hpp"
#include "program/log_output.hpp"
#include "program/say.hpp"
#include "scenario/roles.hpp"
#include "scenario/suite/suite.hpp"
#include "settings/error.hpp"

namespace husky::check {

namespace {

using scenario::verdict;

constexpr const char* check_help = R"(
With --host the machines of the scenarios dial the host under test. Without it everything is played in virtual time, in one thread
per scenario, against the built-in counterpart. A folder is played in parallel; scenarios that use the same serials wait for one
another. Files *.yaml and *.yml of a folder are scenarios if they have `scenario:` or `extends: FILE.yaml` at their
top; other files are listed and counted. Exit code: 0 all passed or skipped, 1 one failed, 2 one could not be played or is wrong, 130 interrupted.

Examples:
  husky-fleet check configs/scenarios
  husky-fleet check configs/scenarios/cold-start.yaml --host 127.0.0.1:1310 --junit report.xml
  husky-fleet check --list scenarios
  husky-fleet check my.yaml --seed 7 --set store=sqlite:husky.db --transcript transcripts)";

constexpr std::uint16_t default_http_port = 8310;

/// What is typed behind `check`.
struct fleet_check_flags {
    suite::check_flags suite;
    std::string host, listen;
    link::tls_flags tls;
};

void declare_check(program::options& of, fleet_check_flags& into) {
    of.value("--host", into.host, "A:P", "the host under test; none: virtual time");
    of.value("--listen", into.listen, "A:P",
             "machines wait for the host under test: the first here, each further one a port higher");
    of.exclude("--listen", "--host");
    link::declare_tls(of, into.tls);
    suite::add_check_options(of, into.suite);
}

/// None: virtual time, against the built-in counterpart.
std::optional<live_place> host_under_test(const fleet_check_flags& given) {
    const bool listens = given.host.empty();
    const auto& place = listens ? given.listen : given.host;
    if (place.empty()) return std::nullopt;
    const auto& ports = protocol::default_dialect().ports;
    const auto at = link::address_of(listens ? "--listen" : "--host", place, listens ? ports.machine : ports.host);
    return live_place{at, listens, nullptr};
}

suite::check_options options_of(const fleet_check_flags& given) {
    auto options = suite::options_of(given.suite);
    for (const auto& [flag, place] : {std::pair("--listen", given.listen), std::pair("--host", given.host)})
        if (!place.empty()) options.words.insert(options.words.end(), {flag, place});
    const auto tls = given.tls.words();
    options.words.insert(options.words.end(), tls.begin(), tls.end());
    return options;
}

bool asks_http(const scenario::plan& p) {
    return std::any_of(p.expectations.begin(), p.expectations.end(), [](const scenario::expectation& e) {
        return std::holds_alternative<scenario::expect_http>(e.demand) ||
               std::holds_alternative<scenario::expect_metric>(e.demand);
    });
}

constexpr std::chrono::seconds max_look{1};

link::asio::awaitable<void> look(link::asio::io_context& context, link::host_port at, bool& found) {
    link::tcp::socket socket(context);
    link::notice never(context.get_executor());
    found = !co_await link::dial(socket, std::move(at), max_look, never);
}

/// Whether something listens there. Blocks, at most a second.
bool is_there(const link::host_port& at) {
    link::asio::io_context context{1};
    bool found = false;
    link::asio::co_spawn(context, look(context, at, found), [](const std::exception_ptr&) {});
    context.run();
    return found;
}

/// Steps of puppets name serials, too.
void add_named_serials(const scenario::plan& p, std::set<std::string>& into) {
    for (const auto& s : p.steps) {
        const auto* said = std::get_if<scenario::send_action>(&s.action);
        const auto* serial = said == nullptr ? nullptr : said->fields.if_contains("serial_number");
        if (serial != nullptr && serial->is_string()) into.emplace(serial->get_string());
    }
}

/// Plays the machines of scenarios: against a host, or completely in virtual time.
class fleet_player final : public suite::player {
  public:
    fleet_player(const suite::check_options& options, const std::optional<live_place>& host)
        : options_(options), host_(host) {}

    verdict play(const suite::play_order& order) override {
        require_playable(order.plan);
        if (host_) return play_live(order);
        virtual_stage stage(order.plan, order.wire_dialect, order.seed, order.repeat);
        return stage.run(order.stopped, order.progress);
    }

    [[nodiscard]] std::set<std::string> claims(const scenario::plan& p) const override {
        std::set<std::string> serials;
        if (!host_) return serials;
        if (host_->listens) return {"the ports"};
        add_named_serials(p, serials);
        try {
            if (p.actors.machines) add_scenario_machines(scenario_machines(*p.actors.machines, p, p.seed), serials);
            if (p.beside) add_scenario_machines(scenario_machines(*p.beside, p, p.seed), serials);
        } catch (const settings::error&) {
            // The play says so.
        }
        return serials;
    }

  private:
    static void add_scenario_machines(const scenario_machines& c, std::set<std::string>& serials) {
        for (const auto& m : c.machines())
            serials.insert(m.settings.serial);
    }

    verdict play_live(const suite::play_order& order) {
        if (!scenario::ends_in(order.plan.actors).machine)
            return suite::left_to("it has no machine to play: husky-host check plays it", order);
        live_stage stage(order.plan, order.wire_dialect, *host_, order.seed, order.repeat, system(order.plan));
        return stage.run(order.stopped, order.progress);
    }

    /// If not given, a host that is dialled may answer HTTP at the default port.
    [[nodiscard]] link::system_access system(const scenario::plan& p) const {
        auto s = options_.system;
        if (s.http || host_->listens || !asks_http(p)) return s;
        const link::host_port usual{host_->at.host, default_http_port};
        if (is_there(usual)) s.http = usual;
        return s;
    }

    const suite::check_options& options_;
    std::optional<live_place> host_;
};

int check_command(const fleet_check_flags& given) {
    const auto options = options_of(given);
    auto host = host_under_test(given);
    if (given.tls.any() && (!host || host->listens)) throw settings::error("check: TLS is spoken with --host A:P only");
    const auto tls = host ? given.tls.context(host->at.host) : nullptr;
    if (host) host->tls = tls.get();
    if (options.lists) return suite::list_suite(options);
    const auto progress = program::set_up_log("warning", program::log_format::plain);
    program::raise_file_limit();
    if (!host) program::say(stderr, "no --host: virtual time, against the built-in counterpart\n");
    fleet_player plays(options, host);
    return suite::run_suite("husky-fleet", options, plays, *progress);
}

}  // namespace

program::subcommand check_subcommand() {
    return program::subcommand_of<fleet_check_flags>("check", "play scenarios and give a verdict", check_help,
                                                     declare_check, check_command);
}

}  // namespace husky::check
