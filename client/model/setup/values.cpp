#include "client/model/setup/values.hpp"

namespace husky::cells::setup {

values default_values(const layout& l) {
    values v;
    v.of.reserve(l.parameters.size());
    for (const auto& p : l.parameters)
        v.of.push_back(p.default_value);
    return v;
}

packed_values::packed_values(const layout& l, const values& v) : moulds_(v.moulds) {
    for (std::size_t i = 0; i < l.parameters.size(); ++i)
        if (v.of[i] != l.parameters[i].default_value) differing_.push_back({static_cast<std::uint16_t>(i), v.of[i]});
    differing_.shrink_to_fit();
}

values packed_values::unpack(const layout& l) const {
    values v = default_values(l);
    v.moulds = moulds_;
    for (const auto& [parameter, value] : differing_)
        v.of[parameter] = value;
    return v;
}

}  // namespace husky::cells::setup
