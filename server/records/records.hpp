#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/messages/codes.hpp"

namespace husky::host {

using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

inline wall_time wall_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

/// Number of a machine in one store: the row of its serial. Given out by the registry from 1, never reused.
using machine_id = std::int64_t;

/// Stands for all of them where something is forgotten.
constexpr machine_id every_machine = 0;

/// A piece of text kept in batch::text.
struct text_piece {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
};

/// A machine was admitted (the row is inserted or brought up to date).
struct machine_record {
    machine_id machine = 0;
    text_piece serial;
    wall_time seen{};
};

/// What a cycle adds to what its side produced; -1 where it does not say it.
struct produced {
    std::int32_t busy_ms = -1;   ///< its cycle time
    std::int32_t ideal_ms = -1;  ///< in which its parts could have been made
    std::int32_t good = -1, bad = -1;

    friend bool operator==(const produced&, const produced&) = default;
};

/// A cycle, new or late, that is not in the store yet.
struct cycle_record {
    machine_id machine = 0;
    protocol::tandem_side side = 0;
    std::int32_t epoch = 0;
    std::int32_t life_counter = 0;
    std::chrono::sys_seconds machine_time{};
    wall_time receive_time{};
    text_piece values;  ///< JSON object keyed by variable id: {"1":17,"101":5.5,"102":null}
    produced made{};
};

/// A gap is new or has other ends. (machine, gap) is its identity.
struct gap_record {
    machine_id machine = 0;
    std::int64_t gap = 0;
    std::int32_t epoch = 0;
    std::int32_t first_missing = 0;
    std::int32_t last_missing = 0;
    std::chrono::sys_seconds after{};   ///< end time of the cycle before the gap
    std::chrono::sys_seconds before{};  ///< end time of the cycle after it
    wall_time detected_at{};
};

/// A gap has been filled by late cycles.
struct gap_closed_record {
    machine_id machine = 0;
    std::int64_t gap = 0;
};

struct event_record {
    machine_id machine = 0;
    text_piece machine_time;  ///< ISO-8601 without a zone; the raw "date time" if it is not a date
    wall_time receive_time{};
    text_piece texts;  ///< JSON array: [{"language":"E","type":"MODE","text":"..."}]
};

struct interruption_record {
    machine_id machine = 0;
    std::int32_t interruption = 0;
    std::int32_t state = 0;  ///< 1 begins, 0 ends; any other number as the machine sent it
    protocol::tandem_side side = 0;
    text_piece machine_time;
    wall_time receive_time{};
    text_piece texts;  ///< JSON array: [{"language":"E","text":"..."}]
};

/// Why a side makes no cycles.
enum class stop_kind : std::uint8_t {
    down,     ///< interrupted, or for no reason that the host knows
    set_up,   ///< set-up, heating, purging, manual work, start-up: what a change-over or a restart takes
    planned,  ///< switched off, in standby, in maintenance
    unseen,   ///< the host did not see the machine; never stored
};

constexpr std::size_t stop_kinds = 3;  ///< that are stored

/// A side made no cycle from `begin` to `end` by the host's clock.
struct stop_record {
    machine_id machine = 0;
    protocol::tandem_side side = 0;
    stop_kind kind = stop_kind::down;
    wall_time begin{}, end{};
    std::chrono::milliseconds lost{};  ///< by the machine's clock, which may run at another speed

    friend bool operator==(const stop_record&, const stop_record&) = default;
};

/// The job of a side's cycles from the next one on, or what it is called. A job is known by where its count began.
struct job_record {
    machine_id machine = 0;
    protocol::tandem_side side = 0;
    std::int32_t epoch = 0;
    std::int32_t origin = 0;  ///< the side's life count less the job's
    wall_time began{};
    text_piece job, mould;  ///< empty if the machine has not told them yet
};

/// How the host came by a set-up.
enum class setup_origin : std::uint8_t {
    upload,    ///< the machine sent it
    download,  ///< a client sent it, and the machine took it
};

constexpr std::array<std::string_view, 2> setup_origin_names{"upload", "download"};

/// A set-up that a machine had at that time. If its content is that of the newest version, only the time is new.
struct setup_record {
    machine_id machine = 0;
    std::uint16_t number = 0;
    setup_origin origin = setup_origin::upload;
    wall_time time{};
    std::uint32_t crc32 = 0;
    text_piece sha256;  ///< hexadecimal
    text_piece remark;  ///< of the client, may be empty
    text_piece content;
};

/// A job that somebody printed. Its files follow it in the same batch.
struct print_record {
    machine_id machine = 0;
    wall_time receive_time{};
    text_piece job, user, host;
};

/// A file of the print before it.
struct print_file_record {
    text_piece file;  ///< its name, no other of the print has it
    text_piece type;  ///< "image/png"
    text_piece content;
};

/// A print is deleted with its files.
struct print_removed_record {
    machine_id machine = 0;
    std::int64_t print = 0;
};

using record =
    std::variant<machine_record, cycle_record, gap_record, gap_closed_record, event_record, interruption_record,
                 stop_record, job_record, setup_record, print_record, print_file_record, print_removed_record>;

/// Records in order, with their texts in one buffer: handing a batch over costs no allocation per record.
struct batch {
    std::vector<record> records;
    std::string text;
    /// If set: all that was written before of this machine, or of every_machine, is deleted first.
    std::optional<machine_id> forgets;
    /// If set: called once when the batch is committed, on the store's thread; dropped if that never comes.
    std::function<void()> committed;
    std::chrono::steady_clock::time_point queued_at{};  ///< when the store's queue took it

    [[nodiscard]] bool empty() const { return records.empty() && !forgets; }
    [[nodiscard]] std::string_view view(text_piece piece) const {
        return std::string_view(text).substr(piece.from, piece.size);
    }
    [[nodiscard]] std::size_t bytes() const { return text.size() + records.size() * sizeof(record); }
    text_piece keep(std::string_view piece) {
        const text_piece kept{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(piece.size())};
        text += piece;
        return kept;
    }
    void clear() {
        records.clear();
        text.clear();
        forgets.reset();
        committed = nullptr;
    }
    /// Takes out what is about this machine, or about every_machine.
    void drop(machine_id machine);
};

}  // namespace husky::host
