#include "scenario/actions.hpp"

namespace husky::scenario {

namespace {

struct naming {
    std::string_view operator()(const cell_action& a) const { return std::visit(*this, a); }
    template <class Action>
    std::string_view operator()(const Action& a) const {
        return a.name;
    }
};

struct casting {
    performer operator()(const cell_action& a) const { return std::visit(*this, a); }
    performer operator()(const key_action& a) const { return a.machine.empty() ? performer::machine : performer::host; }
    template <class Action>
    performer operator()(const Action& a) const {
        return a.by;
    }
};

}  // namespace

std::string_view name(const action& a) { return std::visit(naming{}, a); }
performer performer_of(const action& a) { return std::visit(casting{}, a); }

}  // namespace husky::scenario
