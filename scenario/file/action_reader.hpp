#pragma once

#include "scenario/file/plan_reader.hpp"

namespace husky::scenario {

// Reads the arguments of an action that has some; its form has been checked. Throws settings::error for the rest.
void read(const node& n, const plan_reader& in, cut_action& into);
void read(const node& n, const plan_reader& in, send_action& into);
void read(const node& n, const plan_reader& in, ask_action& into);
void read(const node& n, const plan_reader& in, upload_action& into);
void read(const node& n, const plan_reader& in, download_action& into);
void read(const node& n, const plan_reader& in, set_point_action& into);
void read(const node& n, const plan_reader& in, raise_action& into);
void read(const node& n, const plan_reader& in, clear_action& into);
void read(const node& n, const plan_reader& in, block_cavity_action& into);
void read(const node& n, const plan_reader& in, free_cavity_action& into);
void read(const node& n, const plan_reader& in, set_clock_action& into);
void read(const node& n, const plan_reader& in, key_action& into);
void read(const node& n, const plan_reader& in, load_setup_action& into);
void read(const node& n, const plan_reader& in, fault_action& into);

}  // namespace husky::scenario
