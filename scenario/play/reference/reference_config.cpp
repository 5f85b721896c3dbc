#include "scenario/play/reference/reference_config.hpp"

#include "settings/schema/load.hpp"

namespace husky::play {

namespace {

constexpr double min_s = 0.01;
constexpr double max_s = 86400;

void describe_links(settings::schema& s, protocol::host_link_settings& link) {
    s.group("link");
    s.seconds("init_timeout_s", link.init_timeout, min_s, max_s, "how long init may take");
    s.seconds("takeover_timeout_s", link.takeover_timeout, min_s, max_s,
              "how long the older of two links of one serial may take to answer status");
    s.seconds("response_timeout_s", link.response_timeout, min_s, max_s, "how long an answer may take");
    s.seconds("status_interval_s", link.status_interval, min_s, max_s, "how often status is asked");
    s.seconds("silence_timeout_s", link.silence_timeout, min_s, max_s,
              "a link without a whole message for this long is closed");
    s.integers("cycle_variables", link.cycle_variables, 1, 65535,
               "variables of every cycle message besides 1 and 4; none given: all below 1000 that the machine lists");
    s.integer("outbox_messages", link.outbox.messages, 16, 65536, "", "messages waiting for one machine");
    s.integer("outbox_bytes", link.outbox.bytes, 66000, 1 << 24, "bytes", "bytes waiting for one machine");
}

}  // namespace

reference_config load_reference(const scenario::host_actor& from) {
    reference_config c;
    settings::schema s("host of a scenario");
    s.text("name", c.settings.name, "name of the host in its answer to identify");
    s.choice("unknown_machines", c.settings.refuses_unknown, {{"accept", false}, {"refuse", true}},
             "what happens to a serial that `machines` does not list");
    s.integer("max_machines", c.settings.max_machines, 1, 1'000'000, "", "serials remembered");
    s.list(
        "machines", c.dials,
        [](settings::schema& item, reference_config::address& m) {
            item.required().text("serial", m.serial, "serial number of a known machine");
            item.required(false).text("address", m.at, "where it listens for its host; if given, the host dials it");
        },
        "the machines that this host knows");
    describe_links(s, c.settings.link);
    settings::load(s, from.keys);
    for (const auto& m : c.dials)
        c.settings.known.insert(m.serial);
    std::erase_if(c.dials, [](const auto& m) { return m.at.empty(); });
    return c;
}

void require_hosts(const scenario::plan& p) {
    if (p.actors.host) load_reference(*p.actors.host);
    if (p.other_end && p.other_end->host) load_reference(*p.other_end->host);
}

}  // namespace husky::play
