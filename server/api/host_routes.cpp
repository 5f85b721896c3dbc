// What the host tells of itself.

#include <memory>
#include <utility>

#include "server/api/api.hpp"
#include "server/http/field_list.hpp"
#include "settings/json_text.hpp"

namespace husky::host {

namespace {

std::string store_json(std::string_view url, const store_health& store) {
    field_list fields;
    fields.text("url", url);
    fields.integer("queued", static_cast<std::int64_t>(store.queued_batches));
    fields.integer("lag_ms", store.lag.count());
    std::string out;
    append_json(out, fields);
    return out;
}

/// What does not change while the host runs.
struct host_facts {
    std::string version, store_url, settings;
};

field_list fields_of(const host_facts& facts, std::uint64_t links, const store_health& store) {
    field_list into;
    into.text("version", facts.version);
    into.integer("links", static_cast<std::int64_t>(links));
    into.json("store", store_json(facts.store_url, store), answer_field::type::object);
    into.json("settings", facts.settings, answer_field::type::object);
    return into;
}

boost::asio::awaitable<http_response> show_host(live_view* live, storage* stores,
                                                std::shared_ptr<const host_facts> facts) {
    co_return json_document(fields_of(*facts, links_at_present(live->all_counters()), stores->health()));
}

}  // namespace

std::vector<http_route> host_routes(const api_parts& parts) {
    const auto facts = std::make_shared<const host_facts>(
        host_facts{parts.version, parts.store_url, settings::json_text(parts.settings)});
    return {{.method = "GET",
             .pattern = "/api/v1/host",
             .summary =
                 "The host itself: its version, TCP links at present, what waits for its store (batches, and for "
                 "how long the oldest has), and the settings in force by the keys of its configuration",
             .fields =
                 [] {
                     return fields_of({{}, {}, "{}"}, 0, {});
                 },
             .handler = [live = parts.live, stores = parts.storage,
                         facts](const http_call&) { return show_host(live, stores, facts); }}};
}

}  // namespace husky::host
