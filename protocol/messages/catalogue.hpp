#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "protocol/messages/display_messages.hpp"
#include "protocol/messages/machine_messages.hpp"

/// The one list of messages. A new message needs its struct and one line here.
namespace husky::protocol {

template <class... Messages>
struct message_list {
    static constexpr std::size_t size = sizeof...(Messages);
};

using catalogue = message_list<
    // Type 1, machine functions
    init, init_response,                            //
    start, start_response,                          //
    languages, languages_response,                  //
    list, list_response,                            //
    read, read_response,                            //
    cycle_select, cycle_select_response,            //
    cycle,                                          //
    interruption_list, interruption_list_response,  //
    spc_read, spc_read_response,                    //
    spc_write, spc_write_response,                  //
    status, status_response,                        //
    upload_setup, upload_setup_response,            //
    download_setup, download_setup_response,        //
    event, cycle_interruption, status_change,       //
    // Any link
    identify, identify_response, error,
    // Type 2, display interface
    display_init, display_init_response,    //
    display_start, display_start_response,  //
    display_stop, display_stop_response,    //
    key, screen, menu, display_error>;

/// A message's place in the catalogue: a dense number to index tables with.
using message_index = std::size_t;

constexpr std::size_t message_count = catalogue::size;

namespace detail {

template <class Message, class... Messages>
constexpr message_index find_message(message_list<Messages...>) {
    message_index at = 0;
    const bool found = ((std::is_same_v<Message, Messages> || (++at, false)) || ...);
    return found ? at : sizeof...(Messages);
}

template <class F, class... Messages>
constexpr void call_with_each(F& f, message_list<Messages...>) {
    (f.template operator()<Messages>(), ...);
}

}  // namespace detail

template <class Message>
constexpr message_index index_of = detail::find_message<Message>(catalogue{});

template <class Message>
concept described_message = index_of<Message> < message_count;

/// Calls f.template operator()<Message>() for each message, in the order of the catalogue.
template <class F>
constexpr void for_each_message(F&& f) {
    detail::call_with_each(f, catalogue{});
}

/// What is known of a message without looking at its fields.
struct message_traits {
    std::string_view name;
    std::uint16_t code;  ///< in the default dialect
    sender from;
    link_kind link;
    message_kind kind;
    provenance known;
    property_marks marks;
    std::string_view meaning;
};

/// Traits of every message, by index.
constexpr std::array<message_traits, message_count> all_traits = [] {
    std::array<message_traits, message_count> table{};
    std::size_t at = 0;
    for_each_message([&]<class Message>() {
        constexpr auto d = Message::describe();
        table[at++] = {d.name, d.code, d.from, d.link, d.kind, d.known, d.marks, d.meaning};
    });
    return table;
}();

constexpr const message_traits& traits_of(message_index at) { return all_traits[at]; }

/// The response of a request comes right after it in the catalogue.
constexpr message_index response_of(message_index request) { return request + 1; }
constexpr message_index request_of(message_index response) { return response - 1; }

constexpr bool catalogue_is_paired = [] {
    for (message_index at = 0; at < message_count; ++at) {
        if (all_traits[at].kind != message_kind::request) continue;
        if (at + 1 == message_count || all_traits[at + 1].code != (all_traits[at].code | response_bit)) return false;
    }
    return true;
}();
static_assert(catalogue_is_paired, "a request's response must follow it in the catalogue");

}  // namespace husky::protocol
