#include "protocol/messages/catalogue.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "protocol/by_name/field_walk.hpp"
#include "protocol/by_name/message_json.hpp"
#include "protocol/by_name/message_layout.hpp"
#include "protocol/wire/hex.hpp"
#include "settings/json_text.hpp"

namespace husky::protocol {

namespace json = boost::json;

namespace {

template <class Number>
json::value number_json(Number n) {
    if constexpr (std::is_floating_point_v<Number>)
        return std::isfinite(n) ? json::value(settings::as_written(n)) : json::value(nullptr);
    else
        return json::value(static_cast<std::int64_t>(n));
}

json::value value_json(const value& v) {
    if (const auto* f = std::get_if<float>(&v)) return number_json(*f);
    if (const auto* i = std::get_if<std::int32_t>(&v)) return number_json(*i);
    if (const auto* t = std::get_if<std::string>(&v)) return json::value(*t);
    return nullptr;
}

template <class T>
void add_fields_of(const T& of, json::object& out);

template <class T>
json::object fields_of(const T& of) {
    json::object out;
    add_fields_of(of, out);
    return out;
}

template <class T>
void add_fields_of(const T& of, json::object& out) {
    detail::for_each_field<0, T>([&]<std::size_t>(const auto& field) {
        const auto& member = of.*field.member;
        if constexpr (requires { field.width; }) {
            out[field.name] = member;
        } else if constexpr (requires { field.text_width; }) {
            out["value_type"] = static_cast<int>(member.index());
            out[field.name] = value_json(member);
        } else if constexpr (requires { field.count_name; }) {
            using element = typename std::remove_cvref_t<decltype(member)>::value_type;
            out[field.count_name] = member.size();
            json::array items;
            for (const auto& item : member) {
                if constexpr (described_group<element>)
                    items.emplace_back(fields_of(item));
                else
                    items.emplace_back(number_json(item));
            }
            out[field.name] = std::move(items);
        } else if constexpr (requires { field.size_name; }) {
            out[field.size_name] = member.size();
            out[field.name] = hex(member);
        } else if constexpr (!requires { field.name; }) {
            add_fields_of(member, out);
        } else {
            out[field.name] = number_json(member);
        }
    });
}

}  // namespace

std::string_view name(decode_fault fault) {
    constexpr std::array<std::string_view, 4> names{"none", "truncated", "trailing bytes", "unknown value type"};
    return names[static_cast<std::size_t>(fault)];
}

json::object to_json(const machine_answer& a) {
    return std::visit([](const auto& m) { return fields_of(m); }, a);
}

json::object to_json(const frame& f, const dialect& d, link_kind on) {
    json::object out;
    const auto found = on == link_kind::any ? d.find(f.command) : d.find(f.command, on);
    if (found) out["name"] = traits_of(*found).name;
    out["code"] = f.command;
    if (!found) return out;
    out["from"] = name(traits_of(*found).from);
    out["provenance"] = name(traits_of(*found).known);
    json::object otherwise;
    for (const auto& p : known_otherwise(*found))
        otherwise[p.name] = name(p.known);
    if (!otherwise.empty()) out["provenance_of"] = std::move(otherwise);
    message_index at = 0;
    for_each_message([&]<class Message>() {
        if (at++ != *found) return;
        Message m;
        const auto fault = decode(f.fields, d, m);
        if (fault == decode_fault::none)
            out["fields"] = fields_of(m);
        else
            out["fault"] = name(fault);
    });
    return out;
}

}  // namespace husky::protocol
