#pragma once

#include "protocol/links/cycle_selection.hpp"
#include "protocol/messages/machine_model.hpp"
#include "protocol/setups/setup_receiver.hpp"
#include "protocol/setups/setup_sender.hpp"

namespace husky::protocol {

/// A machine's answers to a host's questions, apart from the link they come over.
class machine_answers {
  public:
    machine_answers(const machine_directory& directory, machine_model& model, cycle_selection& selection,
                    std::size_t max_setup_size = default_max_setup_size)
        : directory_(&directory), model_(&model), selection_(&selection), download_(max_setup_size) {}

    start_response answer(const start&);
    languages_response answer(const languages&) const;
    list_response answer(const list&) const;
    read_response answer(const read&) const;
    cycle_select_response answer(const cycle_select&);
    interruption_list_response answer(const interruption_list&) const;
    spc_read_response answer(const spc_read&) const;
    spc_write_response answer(const spc_write&);
    status_response answer(const status&) const;
    upload_setup_response answer(const upload_setup&);
    download_setup_response answer(const download_setup&);

    /// The host will not go on: an upload and a download under way are dropped, with their memory.
    void drop_transfers();
    /// Bytes of set-ups in transfer.
    [[nodiscard]] std::size_t held() const { return upload_.held() + download_.held(); }

  private:
    [[nodiscard]] bool has_side(tandem_side side) const { return !directory_->tandem || side < tandem_sides; }
    [[nodiscard]] tandem_side side_of(tandem_side asked) const { return directory_->tandem ? asked : tandem_side{0}; }
    [[nodiscard]] std::optional<std::size_t> language_index(const std::string& code) const;
    template <class Response, class Entry, class Add>
    void fill_page(Response& page, const std::string& language_code, const std::vector<Entry>& all, Add add) const;
    [[nodiscard]] result_code place_of(std::uint16_t setup_number) const;

    const machine_directory* directory_;
    machine_model* model_;
    cycle_selection* selection_;
    setup_sender upload_;
    setup_receiver download_;
};

}  // namespace husky::protocol
