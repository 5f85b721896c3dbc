#pragma once

/// Type 1 link, machine functions. Each struct is one message; its describe() is the only place that says how it looks
/// on the wire. Texts are UTF-8 here and Latin-1 on the wire.
#include "protocol/messages/link_messages.hpp"
#include "protocol/messages/report_messages.hpp"
#include "protocol/messages/setup_messages.hpp"
#include "protocol/messages/spc_messages.hpp"
#include "protocol/messages/variable_messages.hpp"
