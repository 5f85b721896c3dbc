#include "server/intake/husky_reports.hpp"

#include "protocol/dialect/date_time.hpp"

namespace husky::host {

namespace {

template <class Text>
std::vector<reported_text> texts_of(const std::vector<Text>& texts) {
    std::vector<reported_text> all;
    all.reserve(texts.size());
    for (const auto& t : texts) {
        if constexpr (requires { t.type; })
            all.push_back({t.language_code, t.type, t.content});
        else
            all.push_back({t.language_code, {}, t.content});
    }
    return all;
}

}  // namespace

void husky_reports::cycle_received(const protocol::cycle& c) {
    intake_.cycle({c.side, std::get<std::int32_t>(c.values[0].content),
                   std::chrono::sys_seconds(std::chrono::seconds(std::get<std::int32_t>(c.values[1].content))),
                   c.values});
}

std::string husky_reports::machine_time(const std::string& date, const std::string& time) const {
    const auto at = protocol::parse_date_time(date, dialect_->date_format, time, dialect_->time_format);
    return at ? protocol::iso_date_time(*at) : date + " " + time;
}

void husky_reports::event_received(const protocol::event& e) {
    intake_.event({machine_time(e.date, e.time), texts_of(e.texts)});
}

void husky_reports::interruption_received(const protocol::cycle_interruption& i) {
    intake_.interruption({i.id, i.state, i.side, machine_time(i.date, i.time), texts_of(i.texts)});
}

void husky_reports::languages_received(const std::vector<protocol::language>& all) {
    std::vector<std::string> codes;
    for (const auto& l : all)
        codes.push_back(l.code);
    intake_.languages(std::move(codes));
}

}  // namespace husky::host
