#include "protocol/links/machine_answers.hpp"

#include <algorithm>

namespace husky::protocol {

namespace {

/// Entries of one page of a list. 65535 bytes would hold 1284 variables; a dialect may make texts wider.
constexpr std::size_t page_length = 200;

}  // namespace

start_response machine_answers::answer(const start& asked) {
    if (!has_side(asked.side)) return {result_code::bad_argument};
    return {model_->start(side_of(asked.side))};
}

languages_response machine_answers::answer(const languages&) const { return {result_code::ok, directory_->languages}; }

/// A blank language is the machine's own.
std::optional<std::size_t> machine_answers::language_index(const std::string& code) const {
    if (code.empty()) return 0;
    const auto& known = directory_->languages;
    const auto at = std::find_if(known.begin(), known.end(), [&](const language& l) { return l.code == code; });
    if (at == known.end()) return std::nullopt;
    return static_cast<std::size_t>(at - known.begin());
}

/// `add(entry, its description)` appends an item.
template <class Response, class Entry, class Add>
void machine_answers::fill_page(Response& page, const std::string& language_code, const std::vector<Entry>& all,
                                Add add) const {
    const auto language = language_index(language_code);
    if (!language || page.first_index > all.size()) {
        page.result = result_code::bad_argument;
        return;
    }
    const auto last = std::min(all.size(), page.first_index + page_length);
    for (std::size_t i = page.first_index; i < last; ++i)
        add(all[i], text_in(all[i].descriptions, *language));
}

list_response machine_answers::answer(const list& asked) const {
    const auto& all = directory_->variables;
    list_response r{result_code::ok, static_cast<std::uint16_t>(all.size()), asked.first_index, {}};
    fill_page(r, asked.language_code, all, [&](const auto& v, const auto& text) {
        r.items.push_back({v.id, v.type, v.units, text});
    });
    return r;
}

interruption_list_response machine_answers::answer(const interruption_list& asked) const {
    const auto& all = directory_->interruptions;
    interruption_list_response r{result_code::ok, static_cast<std::uint16_t>(all.size()), asked.first_index, {}};
    fill_page(r, asked.language_code, all, [&](const auto& i, const auto& text) { r.items.push_back({i.id, text}); });
    return r;
}

read_response machine_answers::answer(const read& asked) const {
    read_response r;
    if (!has_side(asked.side)) {
        r.result = result_code::bad_argument;
        return r;
    }
    const auto add = [&](variable_id id) {
        auto& v = r.values.emplace_back();
        v.id = id;
        model_->read(side_of(asked.side), id, v.content);
    };
    if (asked.variables.empty())
        for (const auto& v : directory_->variables)
            add(v.id);
    else
        for (const variable_id id : asked.variables)
            add(id);
    return r;
}

cycle_select_response machine_answers::answer(const cycle_select& asked) {
    if (!has_side(asked.side) || !selection_->select(side_of(asked.side), asked.variables))
        return {result_code::bad_argument};
    return {};
}

spc_read_response machine_answers::answer(const spc_read& asked) const {
    spc_read_response r;
    r.id = asked.id;
    if (has_side(asked.side))
        model_->spc({side_of(asked.side), asked.id}, r);
    else
        r.result = result_code::bad_argument;
    return r;
}

spc_write_response machine_answers::answer(const spc_write& asked) {
    if (!has_side(asked.side)) return {result_code::bad_argument};
    spc_write to = asked;
    to.side = side_of(asked.side);
    return {model_->set_spc(to)};
}

status_response machine_answers::answer(const status& asked) const {
    if (!has_side(asked.side)) return {result_code::bad_argument, {}};
    return {result_code::ok, model_->status(side_of(asked.side))};
}

/// Whether a set-up can have that number.
result_code machine_answers::place_of(std::uint16_t setup_number) const {
    if (directory_->setup_places == 0) return result_code::not_available;
    return setup_number == 0 || setup_number > directory_->setup_places ? result_code::bad_argument : result_code::ok;
}

upload_setup_response machine_answers::answer(const upload_setup& asked) {
    const auto place = place_of(asked.setup_number);
    if (place != result_code::ok) return {place, asked.setup_number, 0, 0, asked.offset, {}};
    return upload_.answer(asked, *model_);
}

download_setup_response machine_answers::answer(const download_setup& block) {
    const auto place = place_of(block.setup_number);
    if (place != result_code::ok) return {place, 0};
    auto r = download_.take(block);
    if (!download_.complete()) return r;
    r.result = model_->apply_setup(block.setup_number, download_.content());
    if (r.result != result_code::ok) r.next_offset = 0;
    download_.drop();
    return r;
}

void machine_answers::drop_transfers() {
    upload_.drop();
    download_.drop();
}

}  // namespace husky::protocol
