#include "server/store/sqlite/database/schema.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "server/store/sqlite/database/named_views.hpp"

namespace husky::host {

namespace {

constexpr const char* pragmas = R"(
pragma synchronous = normal;
pragma cache_size = -16384;
pragma wal_autocheckpoint = 4096;
pragma journal_size_limit = 67108864;
pragma temp_store = memory;
)";

/// Times: machine_time, highest_time, after_time and the like are seconds since 1970 by the machine's clock;
/// receive_time, detected_at, *_seen are milliseconds since 1970 by the host's.
constexpr const char* tables = R"(
create table machine (
  id integer primary key,
  serial text not null unique,
  first_seen integer not null,
  last_seen integer not null,
  epoch integer not null default 0,
  highest_counter integer not null default 0,
  highest_time integer not null default 0,
  earlier_counter integer not null default 0,
  earlier_time integer not null default 0,
  next_gap integer not null default 1,
  cycles integer not null default 0,
  events integer not null default 0,
  interruptions integer not null default 0,
  last_cycle_received integer not null default 0
);
create table cycle (
  id integer primary key,
  machine integer not null,
  tandem_side integer not null,
  epoch integer not null,
  life_counter integer not null,
  machine_time integer not null,
  receive_time integer not null,
  "values" text not null
);
create table cycle_block (
  machine integer not null,
  block integer not null,
  primary key (machine, block)
) without rowid;
create table gap (
  machine integer not null,
  gap integer not null,
  epoch integer not null,
  first_missing integer not null,
  last_missing integer not null,
  after_time integer not null,
  before_time integer not null,
  detected_at integer not null,
  primary key (machine, gap)
) without rowid;
create table event (
  id integer primary key,
  machine integer not null,
  machine_time text not null,
  receive_time integer not null,
  texts text not null
);
create index event_of_machine on event (machine);
create table interruption (
  id integer primary key,
  machine integer not null,
  interruption_id integer not null,
  state integer not null,
  tandem_side integer not null,
  machine_time text not null,
  receive_time integer not null,
  texts text not null
);
create index interruption_of_machine on interruption (machine);
)";

constexpr const char* views = R"(
create view cycles as
  select m.serial, c.tandem_side, c.epoch, c.life_counter,
         strftime('%Y-%m-%dT%H:%M:%SZ', c.machine_time, 'unixepoch') as machine_time,
         strftime('%Y-%m-%dT%H:%M:%fZ', c.receive_time / 1000.0, 'unixepoch') as receive_time,
         c.id, c."values"
  from cycle c join machine m on m.id = c.machine;
create view cycle_values as
  select m.serial, c.epoch, c.life_counter, cast(v.key as integer) as variable_id, v.value
  from cycle c join machine m on m.id = c.machine join json_each(c."values") v;
create view gaps as
  select m.serial, g.epoch, g.first_missing, g.last_missing,
         strftime('%Y-%m-%dT%H:%M:%fZ', g.detected_at / 1000.0, 'unixepoch') as detected_at,
         strftime('%Y-%m-%dT%H:%M:%SZ', g.after_time, 'unixepoch') as after_time,
         strftime('%Y-%m-%dT%H:%M:%SZ', g.before_time, 'unixepoch') as before_time
  from gap g join machine m on m.id = g.machine;
create view events as
  select m.serial, e.machine_time,
         strftime('%Y-%m-%dT%H:%M:%fZ', e.receive_time / 1000.0, 'unixepoch') as receive_time,
         json_extract(e.texts, '$[0].type') as type, json_extract(e.texts, '$[0].text') as text, e.id, e.texts
  from event e join machine m on m.id = e.machine;
create view interruptions as
  select m.serial, i.tandem_side, i.interruption_id,
         case i.state when 1 then 'begins' when 0 then 'ends' else i.state end as state, i.machine_time,
         strftime('%Y-%m-%dT%H:%M:%fZ', i.receive_time / 1000.0, 'unixepoch') as receive_time,
         json_extract(i.texts, '$[0].text') as text, i.id, i.texts
  from interruption i join machine m on m.id = i.machine;
create view machines as
  select serial, epoch, highest_counter as life_counter,
         case when epoch > 0 then strftime('%Y-%m-%dT%H:%M:%SZ', highest_time, 'unixepoch') end as last_cycle_at,
         cycles, (select count(*) from gap where gap.machine = machine.id) as gaps, events, interruptions,
         strftime('%Y-%m-%dT%H:%M:%fZ', first_seen / 1000.0, 'unixepoch') as first_seen,
         strftime('%Y-%m-%dT%H:%M:%fZ', last_seen / 1000.0, 'unixepoch') as last_seen
  from machine;
)";

/// Version 2: the archive of set-ups. `time` is when a version was first seen, `last_time` when last.
constexpr const char* setups = R"(
create table setup (
  id integer primary key,
  machine integer not null,
  setup_number integer not null,
  version integer not null,
  time integer not null,
  last_time integer not null,
  origin text not null,
  remark text not null,
  size integer not null,
  crc32 integer not null,
  sha256 text not null,
  content blob not null
);
create unique index setup_version on setup (machine, setup_number, version);
create index setup_of_machine on setup (machine);
create view setups as
  select m.serial, s.setup_number, s.version,
         strftime('%Y-%m-%dT%H:%M:%fZ', s.time / 1000.0, 'unixepoch') as time,
         strftime('%Y-%m-%dT%H:%M:%fZ', s.last_time / 1000.0, 'unixepoch') as last_time,
         s.origin, s.remark, s.size, s.crc32, s.sha256
  from setup s join machine m on m.id = s.machine;
create view setup_texts as
  select m.serial, s.setup_number, s.version, cast(s.content as text) as text
  from setup s join machine m on m.id = s.machine;
)";

/// Version 3: what was printed. Numbers of prints are never reused. If a database was taken back to an
/// earlier version by hand, prints may exist already.
constexpr const char* prints = R"(
create table if not exists print (
  id integer primary key autoincrement,
  machine integer not null,
  receive_time integer not null,
  job text not null,
  user text not null,
  host text not null,
  files integer not null,
  size integer not null
);
create index if not exists print_of_machine on print (machine);
create table if not exists print_file (
  id integer primary key,
  print integer not null,
  file text not null,
  type text not null,
  size integer not null,
  content blob not null
);
create unique index if not exists file_of_print on print_file (print, file);
create view if not exists prints as
  select m.serial, p.id as print, strftime('%Y-%m-%dT%H:%M:%fZ', p.receive_time / 1000.0, 'unixepoch') as receive_time,
         p.job, p.user, p.host, p.size,
         (select group_concat(file, ', ') from (select file from print_file where print = p.id order by id)) as files
  from print p join machine m on m.id = p.machine;
create view if not exists print_files as
  select m.serial, f.print, f.file, f.type, f.size
  from print_file f join print p on p.id = f.print join machine m on m.id = p.machine;
create view if not exists print_texts as
  select m.serial, f.print, f.file, cast(f.content as text) as text
  from print_file f join print p on p.id = f.print join machine m on m.id = p.machine where f.type = 'text/plain';
)";

/// Version 4: a repeat is known by counter and end time, no longer by when earlier epochs ended.
constexpr const char* no_earlier_epochs = R"(
alter table machine drop column earlier_counter;
alter table machine drop column earlier_time;
)";

/// Version 5: lets lists by time of receipt skip what is outside. The indexes hold all that such a search
/// looks at, in the order of the pages.
constexpr const char* times = R"(
create table if not exists cycle_span (
  block integer primary key,
  earliest integer not null,
  latest integer not null
);
insert or replace into cycle_span select id / 4096, min(receive_time), max(receive_time) from cycle group by id / 4096;
drop index if exists event_of_machine;
create index event_of_machine on event (machine, id, receive_time);
drop index if exists interruption_of_machine;
create index interruption_of_machine on interruption (machine, id, receive_time);
)";
static_assert(cycles_in_block == 4096, "as in the statement above");

/// Version 6: what OEE and lists of jobs are made of. `production` has the sums of the cycles of five minutes of the
/// time of receipt; `cycle` has what each adds to them, null where it does not tell. A job's cycles are those of its
/// side from first_cycle on, up to the next job's. Kinds of stops are 0 down, 1 set-up, 2 planned; lost_ms is by the
/// machine's clock, which may run at another speed than the host's.
constexpr const char* production = R"(
create table if not exists production (
  begin_time integer not null,
  machine integer not null,
  tandem_side integer not null,
  cycles integer not null,
  counted integer not null,
  busy_ms integer not null,
  ideal_ms integer not null,
  good_parts integer not null,
  bad_parts integer not null,
  primary key (begin_time, machine, tandem_side)
) without rowid;
create table if not exists stop (
  id integer primary key,
  machine integer not null,
  tandem_side integer not null,
  kind integer not null,
  begin_time integer not null,
  end_time integer not null,
  lost_ms integer not null
);
create index if not exists stop_of_machine on stop (machine, end_time);
create table if not exists job (
  id integer primary key,
  machine integer not null,
  tandem_side integer not null,
  epoch integer not null,
  origin integer not null,
  began integer not null,
  first_cycle integer not null,
  job text not null,
  mould text not null
);
create unique index if not exists job_of_side on job (machine, tandem_side, epoch, origin);
create index if not exists job_of_machine on job (machine, id, began);
create view if not exists jobs as
  select m.serial, j.tandem_side, j.job, j.mould, j.epoch,
         strftime('%Y-%m-%dT%H:%M:%fZ', j.began / 1000.0, 'unixepoch') as began, j.id
  from job j join machine m on m.id = j.machine;
create view if not exists stops as
  select m.serial, s.tandem_side, case s.kind when 0 then 'down' when 1 then 'set-up' else 'planned' end as kind,
         strftime('%Y-%m-%dT%H:%M:%fZ', s.begin_time / 1000.0, 'unixepoch') as begins,
         strftime('%Y-%m-%dT%H:%M:%fZ', s.end_time / 1000.0, 'unixepoch') as ends, s.lost_ms / 1000.0 as lost_s
  from stop s join machine m on m.id = s.machine;
)";
static_assert(production_stretch == 300'000, "as told above");

constexpr const char* produced_columns = R"(
alter table cycle add column busy_ms integer;
alter table cycle add column ideal_ms integer;
alter table cycle add column good_parts integer;
alter table cycle add column bad_parts integer;
)";

/// What each version changed in the one before it, from version 1 on.
constexpr std::array<std::pair<std::int64_t, const char*>, 7> steps{
    {{1, tables}, {1, views}, {2, setups}, {3, prints}, {4, no_earlier_epochs}, {5, times}, {6, production}}};
static_assert(steps.back().first == schema_version);

void bring_up_to_date(sqlite_database& database, std::int64_t found) {
    if (found == schema_version) return;
    database.execute("begin immediate");
    for (const auto& [version, sql] : steps)
        if (version > found) database.execute(sql);
    if (database.number("select count(*) from pragma_table_info('cycle') where name = 'busy_ms'") == 0)
        database.execute(produced_columns);
    database.execute(("pragma user_version = " + std::to_string(schema_version)).c_str());
    database.execute("commit");
}

}  // namespace

void prepare_schema(sqlite_database& database) {
    const std::int64_t found = database.number("pragma user_version");
    if (found > schema_version)
        throw std::runtime_error("written by a newer version: its schema is " + std::to_string(found) +
                                 ", this one knows " + std::to_string(schema_version));
    if (!database.writable()) throw std::runtime_error("the file cannot be written");
    const bool empty = database.number("select count(*) from sqlite_master") == 0;
    if (found == 0 && !empty) throw std::runtime_error("a database, but not one of husky-host");
    const std::string journal = database.text("pragma journal_mode = wal");
    if (journal != "wal" && journal != "memory")
        throw std::runtime_error("no write-ahead log possible here (is this a network file system?)");
    database.execute(pragmas);
    bring_up_to_date(database, found);
    keep_named_views(database);
}

}  // namespace husky::host
