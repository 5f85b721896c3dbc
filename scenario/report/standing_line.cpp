#include "scenario/report/standing_line.hpp"

#include <boost/json.hpp>

#include "protocol/wire/text.hpp"
#include "scenario/outline.hpp"
#include "settings/json_text.hpp"

namespace husky::scenario {

namespace {

namespace json = boost::json;
using standing = engine::standing;

std::string_view word_of(standing is) {
    switch (is) {
        case standing::open:
            return "open";
        case standing::done:
            return "done";
        case standing::met:
            return "met";
        case standing::missed:
            return "missed";
    }
    return "";
}

json::array steps_of(const plan& p, const std::vector<standing>& stand) {
    json::array all;
    for (std::size_t i = 0; i < p.steps.size(); ++i) {
        const bool done = i < stand.size() && stand[i] == standing::done;
        all.push_back(json::object{{"name", name_of(p, i)}, {"state", done ? "done" : "waiting"}});
    }
    return all;
}

json::object document(const plan& p, const std::vector<standing>& stand) {
    return {{"scenario", p.name}, {"outcome", nullptr}, {"reason", ""}, {"steps", steps_of(p, stand)}};
}

json::object judged(const finding& f) {
    const auto* state = !f.judged ? "left out" : f.met ? "met" : "missed";
    return {{"name", f.name}, {"state", state}, {"came", protocol::is_utf8(f.came) ? json::string(f.came) : "?"}};
}

std::string line_of(const json::object& whole) { return settings::json_text(whole) + "\n"; }

}  // namespace

std::string standing_line(const plan& p, const std::vector<standing>& now) {
    json::object whole = document(p, now);
    json::array expectations;
    for (std::size_t i = 0; i < p.expectations.size(); ++i)
        expectations.push_back(
            json::object{{"name", p.expectations[i].name}, {"state", word_of(now.at(p.steps.size() + i))}});
    whole["expectations"] = std::move(expectations);
    return line_of(whole);
}

std::string standing_line(const plan& p, const std::vector<standing>& last, const verdict& result) {
    json::object whole = document(p, last);
    json::array expectations;
    for (const finding& f : result.findings)
        if (!f.is_step) expectations.push_back(judged(f));
    whole["outcome"] = name(result.result);
    whole["reason"] = protocol::is_utf8(result.reason) ? json::string(result.reason) : "?";
    whole["expectations"] = std::move(expectations);
    return line_of(whole);
}

}  // namespace husky::scenario
