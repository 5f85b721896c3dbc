#pragma once

#include "scenario/file/node.hpp"
#include "scenario/plan.hpp"

namespace husky::scenario {

class plan_reader;

action make_cut(const node& n, plan_reader& in);
action make_send(const node& n, plan_reader& in);
action make_ask(const node& n, plan_reader& in);
action make_upload(const node& n, plan_reader& in);
action make_download(const node& n, plan_reader& in);
action make_fault(const node& n, plan_reader& in);
action make_cell_action(cell_action::kind what, const node& n);

}  // namespace husky::scenario
