#pragma once

/// Type 1 link, machine functions. Each struct is one message; its describe() is the only place that says how it looks
/// on the wire. Texts are UTF-8 here and Latin-1 on the wire.
#include "protocol/link_messages.hpp"
#include "protocol/report_messages.hpp"
#include "protocol/setup_messages.hpp"
#include "protocol/spc_messages.hpp"
#include "protocol/variable_messages.hpp"
