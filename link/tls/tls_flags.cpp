#include "link/tls/tls_flags.hpp"

#include <algorithm>

#include "settings/schema/load.hpp"

namespace husky::link {

namespace {

settings::schema keys_of(dialled_tls& c) {
    settings::schema s("TLS");
    s.group("tls");
    describe_tls(s, c);
    return s;
}

}  // namespace

void declare_tls(program::options& of, tls_flags& into) {
    dialled_tls documented;
    of.settings(into.typed, keys_of(documented));
}

bool tls_flags::any() const {
    return std::any_of(typed.begin(), typed.end(), [](const auto& each) { return each.given.has_value(); });
}

std::vector<std::string> tls_flags::words() const {
    std::vector<std::string> all;
    for (const auto& each : typed) {
        if (!each.given) continue;
        all.push_back(each.flag);
        if (!each.value_name.empty()) all.push_back(*each.given);
    }
    return all;
}

std::unique_ptr<tls_context> tls_flags::context(const std::string& host) const {
    dialled_tls c;
    settings::places given;
    for (const auto& each : typed)
        if (each.given) settings::set(keys_of(c), each.key, *each.given, each.flag, &given);
    return open_tls(c, host, "tls", given);
}

}  // namespace husky::link
