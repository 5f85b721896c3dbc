#include "scenario/actions.hpp"

namespace husky::scenario {

namespace {

template <class Action>
std::string_view key_of(const Action& a) {
    return a.name;
}
std::string_view key_of(const cell_action& a) {
    return std::visit([](const auto& each) { return key_of(each); }, a);
}

template <class Action>
performer able(const Action& a) {
    return a.by;
}
performer able(const key_action& a) { return a.machine.empty() ? performer::machine : performer::host; }
performer able(const cell_action& a) {
    return std::visit([](const auto& each) { return able(each); }, a);
}

}  // namespace

std::string_view name(const action& a) {
    return std::visit([](const auto& each) { return key_of(each); }, a);
}
performer performer_of(const action& a) {
    return std::visit([](const auto& each) { return able(each); }, a);
}

}  // namespace husky::scenario
