// Scenarios that are played against this host: which there are, a play, and how it goes on.
#include <algorithm>
#include <system_error>
#include <utility>

#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/request_body.hpp"
#include "server/http/problem.hpp"
#include "settings/scalar.hpp"
#include "settings/schema/publish.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

constexpr std::string_view runs_path = "/api/v1/scenarios/runs";

field_list fields_of(const shipped_scenario& one) {
    field_list into;
    into.text("name", one.name);
    into.text("about", one.about);
    return into;
}

field_list fields_of(const scenario_run& run) {
    field_list into;
    into.integer("id", static_cast<std::int64_t>(run.id));
    into.text("name", run.name);
    into.text("state", run.state);
    into.text("reason", run.reason);
    into.json("steps", run.steps, answer_field::type::array);
    into.json("expectations", run.expectations, answer_field::type::array);
    return into;
}

struct play_body {
    std::string name;

    settings::schema describe() {
        settings::schema s("scenario to play");
        s.required().text("name", name, "name of one of the scenarios");
        return s;
    }
};

awaitable<http_response> list_scenarios(const scenario_runs* scenarios, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    const auto& all = scenarios->all();
    const auto from = std::min(all.size(), static_cast<std::size_t>(asked.after));
    const auto size = std::min(all.size() - from, static_cast<std::size_t>(asked.limit));
    page<shipped_scenario> shown;
    shown.rows.assign(all.begin() + static_cast<std::ptrdiff_t>(from),
                      all.begin() + static_cast<std::ptrdiff_t>(from + size));
    if (from + size < all.size()) shown.next = static_cast<std::int64_t>(from + size);
    co_return render_page(call, asked, shown, [](const shipped_scenario& each) { return fields_of(each); });
}

awaitable<http_response> play_scenario(scenario_runs* scenarios, http_call call) {
    play_body body;
    if (const std::string wrong = read_body(call.request.body, body.describe()); !wrong.empty())
        co_return problem(400, wrong);
    if (body.name.empty()) co_return problem(400, "name: expected the name of a scenario");
    const auto& all = scenarios->all();
    const auto one = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == body.name; });
    if (one == all.end()) co_return problem(404, "no scenario of that name can be played against this host");
    if (scenarios->is_playing()) co_return problem(409, "another scenario is played at present");
    try {
        const scenario_run& run = scenarios->play(*one);
        auto response = json_document(fields_of(run));
        response.status = 201;
        response.headers.emplace_back("Location", std::string(runs_path) + '/' + std::to_string(run.id));
        co_return response;
    } catch (const std::system_error& failed) {
        co_return problem(503, std::string("the program that plays scenarios cannot be started: ") + failed.what());
    }
}

awaitable<http_response> show_run(const scenario_runs* scenarios, http_call call) {
    const auto id = settings::parse<std::uint64_t>(call.parameters[0]);
    const auto* run = id ? scenarios->find(*id) : nullptr;
    if (run == nullptr) co_return problem(404, "no run of this number is known");
    co_return json_document(fields_of(*run));
}

}  // namespace

std::vector<http_route> scenario_routes(const api_parts& parts) {
    auto* scenarios = parts.scenarios;
    if (scenarios == nullptr) return {};
    const auto fields = [] { return fields_of(scenario_run{}); };
    return {{.method = "GET",
             .pattern = "/api/v1/scenarios",
             .summary = "The scenarios of `scenarios.folder` that judge a host",
             .query = list_keys(),
             .answers = answer_kind::list,
             .fields = [] { return fields_of(shipped_scenario{}); },
             .handler = [=](http_call call) { return list_scenarios(scenarios, std::move(call)); }},
            {.method = "POST",
             .pattern = runs_path,
             .summary = "Plays a scenario against this host; one at a time",
             .body_schema = settings::body_schema(play_body().describe()),
             .needs_body = true,
             .answers = answer_kind::created,
             .fields = fields,
             .handler = [=](http_call call) { return play_scenario(scenarios, std::move(call)); }},
            {.method = "GET",
             .pattern = "/api/v1/scenarios/runs/{id}",
             .summary = "A play of a scenario: running, passed, failed, blocked or skipped, with its steps (waiting, "
                        "done) and expectations (open, met, missed, left out); the newest 16 are known",
             .fields = fields,
             .handler = [=](http_call call) { return show_run(scenarios, std::move(call)); }}};
}

}  // namespace husky::host
