#include "client/generate/row_writer.hpp"
#include "protocol/wire/csv.hpp"

namespace husky::cells {

csv_writer::csv_writer() {
    lines_of_names_ = 1;
    text_ = "serial,tandem_side,life_counter,time,quality";
    for (const auto& kind : variable_kinds()) {
        text_ += ',';
        text_ += name_of(kind.variable);
    }
    text_ += '\n';
}

void csv_writer::cycle_ended(protocol::tandem_side side) {
    const cell& c = current();
    count_cycle();
    protocol::append_csv_text(text_, c.serial());
    text_ += side == 0 ? ",0," : ",1,";
    append_number(text_, std::int64_t{c.life_counter()});
    text_ += ',';
    append_time(c.cycle_end_time());
    text_ += ',';
    text_ += word_of(c.quality(side));
    for (const auto& kind : variable_kinds()) {
        text_ += ',';
        append_variable(side, kind.variable, "");
    }
    text_ += '\n';
}

}  // namespace husky::cells
