#include "client/check_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "client/check/live/live_stage.hpp"
#include "client/check/playable.hpp"
#include "client/check/virtual/virtual_stage.hpp"
#include "program/command_line.hpp"
#include "program/log.hpp"
#include "program/say.hpp"
#include "scenario/roles.hpp"
#include "scenario/suite/suite.hpp"

namespace husky::check {

namespace {

using scenario::verdict;

constexpr std::uint16_t default_http_port = 8310;

bool asks_http(const scenario::plan& p) {
    return std::any_of(p.expectations.begin(), p.expectations.end(), [](const scenario::expectation& e) {
        return std::holds_alternative<scenario::expect_http>(e.what) ||
               std::holds_alternative<scenario::expect_metric>(e.what);
    });
}

constexpr std::chrono::seconds max_look{1};

link::asio::awaitable<void> look(link::asio::io_context& context, link::host_port at, bool& found) {
    link::tcp::socket socket(context);
    link::notice never(context.get_executor());
    found = !co_await link::dial(socket, std::move(at), max_look, never);
}

/// Whether somebody listens there. Blocks, at most a second.
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
        const auto* said = std::get_if<scenario::send_action>(&s.what);
        const auto* serial = said == nullptr ? nullptr : said->fields.if_contains("serial_number");
        if (serial != nullptr && serial->is_string()) into.emplace(serial->get_string());
    }
}

/// Plays the machines of scenarios: against a host, or whole in virtual time.
class fleet_player final : public suite::player {
  public:
    explicit fleet_player(const fleet_check_options& options) : options_(options) {}

    verdict play(const suite::play_order& order) override {
        require_playable(order.what);
        if (options_.host) return play_live(order);
        virtual_stage stage(order.what, order.wire_dialect, order.seed, order.repeat);
        return stage.run(order.stopped, order.progress);
    }

    [[nodiscard]] std::set<std::string> claims(const scenario::plan& p) const override {
        std::set<std::string> serials;
        if (!options_.host) return serials;
        if (options_.host->listens) return {"the ports"};
        add_named_serials(p, serials);
        try {
            if (p.actors.machines) add_scenario_machines(scenario_machines(*p.actors.machines, p, p.seed), serials);
            if (p.beside) add_scenario_machines(scenario_machines(*p.beside, p, p.seed), serials);
        } catch (const settings::error&) {
            // The play says so.
        }
        return serials;
    }

    [[nodiscard]] std::vector<std::string> further_words() const override { return options_.words; }

  private:
    static void add_scenario_machines(const scenario_machines& c, std::set<std::string>& serials) {
        for (const auto& m : c.machines())
            serials.insert(m.settings.serial);
    }

    verdict play_live(const suite::play_order& order) {
        if (!scenario::ends_in(order.what.actors).machine)
            return suite::left_to("it has no machine to play: husky-host check plays it", order);
        live_stage stage(order.what, order.wire_dialect, *options_.host, order.seed, order.repeat, system(order.what));
        return stage.run(order.stopped, order.progress);
    }

    /// Where nobody says it, a host that is dialled may answer HTTP at the usual port beside.
    [[nodiscard]] link::system_access system(const scenario::plan& p) const {
        auto s = options_.suite.system;
        if (s.http || options_.host->listens || !asks_http(p)) return s;
        const link::host_port usual{options_.host->at.host, default_http_port};
        if (is_there(usual)) s.http = usual;
        return s;
    }

    const fleet_check_options& options_;
};

}  // namespace

int check_command(const fleet_check_options& options) {
    if (options.suite.lists) return suite::list_suite(options.suite);
    const auto progress = program::set_up_log("warning", program::log_format::plain);
    program::raise_file_limit();
    if (!options.host) program::say(stderr, "no --host: virtual time, against the built-in counterpart\n");
    fleet_player plays(options);
    return suite::run_suite("husky-fleet", options.suite, plays, *progress);
}

}  // namespace husky::check
