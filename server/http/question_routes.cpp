// What a machine is asked when a client asks: start of job, values, SPC, its variables.
#include <array>
#include <charconv>
#include <utility>

#include "protocol/json.hpp"
#include "server/http/api.hpp"
#include "server/http/json_body.hpp"
#include "server/http/paging.hpp"
#include "server/http/problem.hpp"
#include "server/http/reply_document.hpp"
#include "settings/json_text.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// Bounds the answer of one read to what a message holds.
constexpr std::size_t most_read = 1000;

/// A whole number that fits; false for anything else.
template <class Integer>
bool parse(std::string_view text, Integer& into) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

/// `?tandem_side=`, 0 if it is missing.
bool read_side(const http_call& call, protocol::tandem_side& side) {
    const std::string* text = call.target.find("tandem_side");
    return text == nullptr || (parse(*text, side) && side < protocol::tandem_sides);
}

constexpr std::string_view side_expected = "tandem_side: expected 0 or 1";
constexpr std::string_view variable_expected = "expected the number of a variable in the path";

/// Asks and shows the whole answer.
awaitable<http_response> ask_and_show(live_view* live, std::string serial, protocol::machine_question q) {
    const machine_reply reply = co_await live->ask(std::move(serial), std::move(q));
    if (auto failed = reply_problem(reply)) co_return std::move(*failed);
    http_response response;
    response.body = settings::json_text(protocol::to_json(reply.answer));
    co_return response;
}

/// What ask_and_show() answers for a question with this response.
template <class Response>
void describe_answer(field_sink& into) {
    for (const auto& [name, value] : protocol::to_json(protocol::machine_answer(Response{}))) {
        if (value.is_int64())
            into.integer(name, value.get_int64());
        else
            into.json(name, "null", json_kind::any);
    }
}

awaitable<http_response> start_job(live_view* live, http_call call) {
    protocol::start asked;
    json_body body(call.request.body);
    body.integer("tandem_side", asked.side, 0, 1);
    if (const auto wrong = body.problem(); !wrong.empty()) co_return problem(400, wrong);
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

std::string values_json(const std::vector<protocol::described_value>& values) {
    std::string out = "{";
    for (const auto& v : values) {
        if (out.size() > 1) out += ',';
        out += '"' + std::to_string(v.id) + "\":";
        protocol::append_json(out, v.content);
    }
    return out + '}';
}

void describe_read(field_sink& into, std::string_view serial, protocol::tandem_side side,
                   const std::vector<protocol::described_value>& values) {
    into.text("serial", serial);
    into.integer("tandem_side", side);
    into.json("values", values_json(values), json_kind::object);
}

awaitable<http_response> read_values(live_view* live, http_call call) {
    protocol::read asked;
    json_body body(call.request.body);
    body.integer("tandem_side", asked.side, 0, 1);
    body.integers("variables", asked.variables, most_read);
    if (const auto wrong = body.problem(); !wrong.empty()) co_return problem(400, wrong);
    const auto side = asked.side;
    const machine_reply reply = co_await live->ask(call.parameters[0], std::move(asked));
    if (auto failed = reply_problem(reply)) co_return std::move(*failed);
    http_response response;
    json_fields document(response.body);
    describe_read(document, call.parameters[0], side, answer_as<protocol::read_response>(reply).values);
    document.close();
    co_return response;
}

awaitable<http_response> show_spc(live_view* live, http_call call) {
    protocol::spc_read asked;
    if (!parse(call.parameters[1], asked.id)) co_return problem(400, variable_expected);
    if (!read_side(call, asked.side)) co_return problem(400, side_expected);
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

awaitable<http_response> write_spc(live_view* live, http_call call) {
    protocol::spc_write asked;
    asked.subgroup_size = 5;
    if (!parse(call.parameters[1], asked.id)) co_return problem(400, variable_expected);
    const auto in_path = asked.id;
    json_body body(call.request.body);
    body.integer("tandem_side", asked.side, 0, 1);
    body.integer("variable_id", asked.id, 0, 65535);
    body.integer("subgroup_size", asked.subgroup_size, 0, 65535);
    body.number("ucl", asked.ucl);
    body.number("lcl", asked.lcl);
    body.number("usl", asked.usl);
    body.number("lsl", asked.lsl);
    if (const auto wrong = body.problem(); !wrong.empty()) co_return problem(400, wrong);
    if (asked.id != in_path) co_return problem(400, "variable_id: expected the same as in the path, or none");
    co_return co_await ask_and_show(live, call.parameters[0], asked);
}

struct shown_variable {
    protocol::listed_variable what;
    protocol::value now;
};

void describe(field_sink& into, const shown_variable& v) {
    constexpr std::array<std::string_view, 4> kinds{"unavailable", "f32", "i32", "text"};
    const auto kind = static_cast<std::size_t>(v.what.type);
    into.integer("variable_id", v.what.id);
    into.text("value_type", kind < kinds.size() ? kinds[kind] : "unknown");
    into.text("units", v.what.units);
    into.text("description", v.what.description);
    std::string now;
    protocol::append_json(now, v.now);
    into.json("value", now, json_kind::any);
}

/// One page of the machine's own list, cut at the limit, with the values of that moment.
awaitable<http_response> list_variables(live_view* live, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    if (asked.after > 65535) co_return problem(400, "after: expected the 'next' of an earlier page");
    protocol::tandem_side side = 0;
    if (!read_side(call, side)) co_return problem(400, side_expected);
    const std::string* language = call.target.find("language");
    if (language != nullptr && language->size() > 1) co_return problem(400, "language: expected one letter, as E");

    const protocol::list question{language == nullptr ? "" : *language, static_cast<std::uint16_t>(asked.after)};
    const machine_reply listed = co_await live->ask(call.parameters[0], question);
    if (auto failed = reply_problem(listed)) co_return std::move(*failed);
    const auto& found = answer_as<protocol::list_response>(listed);

    page<shown_variable> shown;
    protocol::read values{side, {}};
    for (const auto& item : found.items) {
        if (shown.rows.size() == static_cast<std::size_t>(asked.limit)) break;
        shown.rows.push_back({item, {}});
        values.variables.push_back(item.id);
    }
    const auto next = asked.after + static_cast<std::int64_t>(shown.rows.size());
    if (!shown.rows.empty() && next < found.total_variables) shown.next = next;
    if (!shown.rows.empty()) {
        const machine_reply now = co_await live->ask(call.parameters[0], values);
        if (auto failed = reply_problem(now)) co_return std::move(*failed);
        const auto& read = answer_as<protocol::read_response>(now).values;
        for (std::size_t i = 0; i < shown.rows.size() && i < read.size(); ++i)
            shown.rows[i].now = read[i].content;
    }
    co_return render_page(call, asked, shown, [](field_sink& into, const shown_variable& v) { describe(into, v); });
}

}  // namespace

std::vector<http_route> question_routes(const api_parts& parts) {
    constexpr std::string_view side_schema =
        R"({"type":"object","additionalProperties":false,)"
        R"("properties":{"tandem_side":{"type":"integer","minimum":0,"maximum":1}}})";
    constexpr std::string_view read_schema =
        R"({"type":"object","additionalProperties":false,"properties":{"tandem_side":{"type":"integer","minimum":0,"maximum":1},)"
        R"("variables":{"type":"array","maxItems":1000,"items":{"type":"integer","minimum":0,"maximum":65535},)"
        R"("description":"ids; none means all"}}})";
    constexpr std::string_view spc_schema =
        R"({"type":"object","additionalProperties":false,"properties":{"tandem_side":{"type":"integer","minimum":0,"maximum":1},)"
        R"("variable_id":{"type":"integer","minimum":0,"maximum":65535,"description":"that of the path, if given"},)"
        R"("subgroup_size":{"type":"integer","minimum":0,"maximum":65535,"default":5},"ucl":{"type":["number","null"]},"lcl":{"type":["number","null"]},)"
        R"("usl":{"type":["number","null"]},"lsl":{"type":["number","null"]}}})";
    auto* live = parts.live;
    constexpr query_key side_key{"tandem_side", R"({"type":"integer","minimum":0,"maximum":1,"default":0})",
                                 "of the machine"};
    std::vector<query_key> variables_keys = list_keys();
    variables_keys.push_back(
        {"language", R"({"type":"string","maxLength":1})", "a letter, as E; the machine's own if missing"});
    variables_keys.push_back(side_key);
    std::vector<http_route> routes;
    routes.push_back({.method = "GET",
                      .pattern = "/api/v1/machines/{serial}/variables",
                      .summary = "What a linked machine can measure, in one of its languages, with present values",
                      .query = variables_keys,
                      .answers = answer_kind::list,
                      .fields = [](field_sink& into) { describe(into, shown_variable{}); },
                      .handler = [live](http_call call) { return list_variables(live, std::move(call)); }});
    routes.push_back({.method = "POST",
                      .pattern = "/api/v1/machines/{serial}/start",
                      .summary = "Start of job on one side: clears its counters and set-up 1",
                      .body_schema = side_schema,
                      .fields = describe_answer<protocol::start_response>,
                      .handler = [live](http_call call) { return start_job(live, std::move(call)); }});
    routes.push_back({.method = "POST",
                      .pattern = "/api/v1/machines/{serial}/read",
                      .summary = "Present values of variables, by id",
                      .body_schema = read_schema,
                      .fields = [](field_sink& into) { describe_read(into, "", 0, {}); },
                      .handler = [live](http_call call) { return read_values(live, std::move(call)); }});
    routes.push_back({.method = "GET",
                      .pattern = "/api/v1/machines/{serial}/spc/{variable}",
                      .summary = "The machine's SPC figures of one variable",
                      .query = {side_key},
                      .fields = describe_answer<protocol::spc_read_response>,
                      .handler = [live](http_call call) { return show_spc(live, std::move(call)); }});
    routes.push_back({.method = "PUT",
                      .pattern = "/api/v1/machines/{serial}/spc/{variable}",
                      .summary = "Sets the SPC limits of one variable; a limit that is null or missing is not set",
                      .body_schema = spc_schema,
                      .fields = describe_answer<protocol::spc_write_response>,
                      .handler = [live](http_call call) { return write_spc(live, std::move(call)); }});
    return routes;
}

}  // namespace husky::host
