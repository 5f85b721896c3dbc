#include "server/api/live/live_documents.hpp"

#include "server/api/documents/field_schema.hpp"
#include "server/api/documents/frame_decoder.hpp"
#include "server/api/documents/rows.hpp"

namespace husky::host {

namespace json = boost::json;

field_list fields_of(const plant_totals& totals, const live_host& host) {
    field_list into;
    into.integer("machines", totals.machines);
    into.integer("online", totals.online);
    into.integer("cycles", totals.cycles);
    into.integer("missing", totals.missing);
    into.integer("duplicates", totals.duplicates);
    into.integer("faults", static_cast<std::int64_t>(host.faults));
    into.text("store", host.store);
    return into;
}

namespace {

json::object described(json::object schema, std::string_view what) {
    schema["description"] = what;
    return schema;
}

json::object list_of(const field_list& fields, std::string_view what) {
    return described({{"type", "array"}, {"items", schema_of(fields)}}, what);
}

}  // namespace

json::object live_message_schema() {
    const json::object properties{
        {"type", json::object{{"enum", json::array{"snapshot", "delta"}}}},
        {"number", described({{"type", "integer"}}, "one more than that of the message before; the first is 1")},
        {"time", described({{"type", "string"}, {"format", "date-time"}}, "of the newest change, by the host's clock")},
        {"lost", described({{"type", "integer"}}, "in a snapshot after a loss: reports that were left out")},
        {"host", described(schema_of(fields_of(plant_totals{}, live_host{})),
                           "totals, if all machines are watched, and in a delta if they changed")},
        {"machines", list_of(fields_of(machine_snapshot{}),
                             "in a snapshot all that are watched, but for those that follow in deltas where they are "
                             "too many for one message; in a delta those that changed")},
        {"cycles", list_of(fields_of("", stored_cycle{}), "in a delta, as all that follow: what machines reported")},
        {"events", list_of(fields_of("", stored_event{}), "")},
        {"interruptions", list_of(fields_of("", stored_interruption{}), "beginnings and ends; of the topic events")},
        {"frames", list_of(frame_decoder().decode({}),
                           "as they passed the links, decoded; those of one machine in their order")}};
    return {{"type", "object"}, {"required", json::array{"type", "number"}}, {"properties", properties}};
}

}  // namespace husky::host
