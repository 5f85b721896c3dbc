#pragma once

#include <boost/json/object.hpp>

#include "protocol/links/machine_question.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame.hpp"

namespace husky::protocol {

/// The fields of an answer as JSON, in the order of the wire; counts included. NaN and infinite numbers are null,
/// bytes are hexadecimal text.
boost::json::object to_json(const machine_answer& a);

/// A decoded frame: {"name","code","from","provenance","provenance_of","fields"}; "provenance_of" only where properties
/// have another provenance than the message, {"code": "reconstructed"}; "fault" instead of "fields" if it does not
/// decode, and only "code" where no message of that kind of link has that command word. `any`: the kind is not known.
boost::json::object to_json(const frame& f, const dialect& d, link_kind on = link_kind::any);

}  // namespace husky::protocol
