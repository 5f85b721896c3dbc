#include "scenario/file/fault_reader.hpp"

#include "protocol/faults/fault_json.hpp"

namespace husky::scenario {

namespace {

/// Where the deepest key of a path stands that the file has.
mark place_of(const node& n, std::string_view path) {
    const auto dot = path.find('.');
    for (const auto& m : n.members)
        if (m.name == path.substr(0, dot))
            return dot == std::string_view::npos || m.value.members.empty() ? m.where
                                                                            : place_of(m.value, path.substr(dot + 1));
    return n.where;
}

}  // namespace

protocol::fault read_fault(const node& n) {
    auto read = protocol::parse_fault(to_json(n));
    if (const auto* wrong = std::get_if<protocol::fault_mistake>(&read)) {
        auto where = place_of(n, wrong->path);
        where.key = wrong->path.empty() ? n.where.key : n.where.key + "." + wrong->path;
        reject(where, wrong->problem);
    }
    return std::get<protocol::fault>(std::move(read));
}

}  // namespace husky::scenario
