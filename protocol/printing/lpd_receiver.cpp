#include "protocol/printing/lpd_receiver.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "settings/scalar.hpp"
#include "settings/utf8.hpp"

namespace husky::protocol::printing {

namespace {

constexpr char abort_job = '\1';
constexpr char control_file_follows = '\2';
constexpr char data_file_follows = '\3';

/// What the RFC calls white space.
constexpr std::string_view blanks = " \t\v\f";

std::vector<std::string_view> words_of(std::string_view operands) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t begin = operands.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return words;
        operands.remove_prefix(begin);
        const std::size_t end = std::min(operands.find_first_of(blanks), operands.size());
        words.push_back(operands.substr(0, end));
        operands.remove_prefix(end);
    }
}

/// Whether a line between two jobs is about files, rather than a command.
bool is_about_files(std::string_view line) {
    if (line.front() == abort_job) return line.size() == 1;
    if (line.front() != control_file_follows && line.front() != data_file_follows) return false;
    const auto words = words_of(line.substr(1));
    if (words.size() != 2) return false;
    return settings::is_digits(words[0]) || is_data_file_name(words[1]) || is_control_file_name(words[1]);
}

/// The client after the six characters of "cfA012hy-0001".
std::string_view client_of(std::string_view wire_name) { return wire_name.substr(std::size("cfA012") - 1); }

/// A label that no file of the job has yet: "screen.png", "screen-2.png".
std::string unlike(const std::vector<print_file>& others, const std::string& label) {
    const std::size_t dot = label.rfind('.');
    const std::size_t stem = dot == std::string::npos || dot == 0 ? label.size() : dot;
    std::string name = label;
    const auto taken = [&name](const print_file& other) { return other.name == name; };
    for (int n = 2; std::any_of(others.begin(), others.end(), taken); ++n)
        name = label.substr(0, stem) + '-' + std::to_string(n) + label.substr(stem);
    return name;
}

}  // namespace

std::size_t lpd_receiver::take(std::span<const std::byte> bytes) {
    std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    while (!rest.empty() && step_ == lpd_step::receive) {
        switch (reading_) {
            case reading::line:
                take_line(rest);
                break;
            case reading::content:
                take_content(rest);
                break;
            case reading::up_to_end:
                take_up_to_end(rest);
                break;
            case reading::end_mark:
                const char mark = rest.front();
                rest.remove_prefix(1);
                take_end_mark(mark);
                break;
        }
    }
    return bytes.size() - rest.size();
}

void lpd_receiver::finished() {
    if (step_ == lpd_step::receive && reading_ == reading::up_to_end) uncounted_arrived();
    if (step_ == lpd_step::receive) ended();
}

void lpd_receiver::ended(lpd_refusal why) {
    if (step_ == lpd_step::close) return;
    const bool in_the_middle = reading_ != reading::line || !line_.empty() || !nothing_open();
    if (in_the_middle || why != lpd_refusal::incomplete) return refuse(why);
    close();
}

void lpd_receiver::take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view piece = rest.substr(0, end);
    if (line_.size() + piece.size() > max_lpd_line) return refuse(lpd_refusal::line_too_long);
    line_ += piece;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (end != std::string_view::npos) obey(std::exchange(line_, {}));
}

void lpd_receiver::take_content(std::string_view& rest) {
    const std::string_view piece = rest.substr(0, arriving_.size - arriving_.content.size());
    if (!held_.take(piece.size())) return refuse(lpd_refusal::no_memory);
    arriving_.content += piece;
    rest.remove_prefix(piece.size());
    if (arriving_.content.size() == arriving_.size) reading_ = reading::end_mark;
}

void lpd_receiver::take_up_to_end(std::string_view& rest) {
    if (rest.size() > limits_.max_job_bytes - std::min(held(), limits_.max_job_bytes))
        return refuse(lpd_refusal::too_large);
    if (!held_.take(rest.size())) return refuse(lpd_refusal::no_memory);
    arriving_.content += rest;
    rest = {};
}

void lpd_receiver::take_end_mark(char mark) {
    if (mark != end_mark.front()) return refuse(lpd_refusal::no_end_mark);
    reading_ = reading::line;
    file_arrived();
}

void lpd_receiver::obey(std::string_view line) {
    if (line.empty()) return refuse(lpd_refusal::unknown_command);
    const bool about_a_job =
        level_ == level::job || (level_ == level::between_jobs && (!nothing_open() || is_about_files(line)));
    if (about_a_job)
        sub_command(line);
    else
        command(line);
}

void lpd_receiver::command(std::string_view line) {
    const char code = line.front();
    if (code < static_cast<char>(lpd_command::print_waiting) || code > static_cast<char>(lpd_command::remove_jobs))
        return refuse(lpd_refusal::unknown_command);
    request_ = {static_cast<lpd_command>(code), {}, {}, {}};
    const auto words = words_of(line.substr(1));
    const std::size_t needed = request_.command == lpd_command::remove_jobs ? 2 : 1;
    const bool takes_names = request_.command >= lpd_command::short_list;
    if (words.size() < needed || (words.size() > needed && !takes_names)) return refuse(lpd_refusal::bad_line);
    if (std::any_of(words[0].begin(), words[0].end(), settings::is_control)) return refuse(lpd_refusal::bad_line);
    request_.queue = printable(words[0]);
    if (needed == 2) request_.agent = printable(words[1]);
    for (std::size_t i = needed; i < words.size(); ++i)
        request_.names.push_back(printable(words[i]));
    step_ = lpd_step::admit;
}

void lpd_receiver::admitted(bool known) {
    if (!known) return refuse_queue();
    step_ = lpd_step::receive;
    switch (request_.command) {
        case lpd_command::receive_job:
            level_ = level::job;
            return acknowledge();
        case lpd_command::print_waiting:
            acknowledge();
            return close();
        case lpd_command::remove_jobs:
            step_ = lpd_step::remove;
            return;
        default:
            step_ = lpd_step::list;
    }
}

void lpd_receiver::refuse_queue() {
    const bool asks_for_list =
        request_.command == lpd_command::short_list || request_.command == lpd_command::long_list;
    refuse(lpd_refusal::unknown_queue);
    if (asks_for_list) outbox_ = request_.queue + ": unknown queue\n";
}

void lpd_receiver::answer(std::string_view text) {
    outbox_ += text;
    close();
}

void lpd_receiver::sub_command(std::string_view line) {
    level_ = level::job;
    const std::string_view operands = line.substr(1);
    switch (line.front()) {
        case abort_job:
            if (!operands.empty()) return refuse(lpd_refusal::bad_line);
            drop_files();
            return acknowledge();
        case control_file_follows:
            return announce(true, operands);
        case data_file_follows:
            return announce(false, operands);
        default:
            refuse(lpd_refusal::unknown_command);
    }
}

void lpd_receiver::announce(bool control, std::string_view operands) {
    const auto words = words_of(operands);
    if (words.size() != 2) return refuse(lpd_refusal::bad_line);
    const auto count = settings::parse<std::uint64_t>(words[0]);
    if (!count) return refuse(lpd_refusal::bad_count);
    if (!(control ? is_control_file_name(words[1]) : is_data_file_name(words[1]))) return refuse(lpd_refusal::bad_name);
    if (control ? control_.has_value() : find(words[1]) != nullptr) return refuse(lpd_refusal::repeated_file);
    if (!control && data_.size() >= limits_.max_files) return refuse(lpd_refusal::too_many_files);
    const bool uncounted = !control && (*count == uncounted_by_windows || (*count == 0 && lacks_only(words[1])));
    const bool too_large = *count > limits_.max_job_bytes - std::min(held(), limits_.max_job_bytes) ||
                           (control && *count > max_control_file);
    if (too_large && !uncounted) return refuse(lpd_refusal::too_large);
    arriving_ = {std::string(words[1]), uncounted ? 0 : static_cast<std::size_t>(*count), {}};
    arriving_control_ = control;
    reading_ = uncounted ? reading::up_to_end : arriving_.size == 0 ? reading::end_mark : reading::content;
    acknowledge();
}

void lpd_receiver::file_arrived() {
    if (arriving_control_) {
        control_arrived();
    } else {
        data_.push_back(std::exchange(arriving_, {}));
    }
    finish_if_whole();
}

void lpd_receiver::uncounted_arrived() {
    reading_ = reading::line;
    auto& content = arriving_.content;
    if (!content.empty() && content.find(end_mark) == content.size() - 1) {
        content.pop_back();
        held_.give_back(1);
    }
    arriving_.size = content.size();
    file_arrived();
}

void lpd_receiver::control_arrived() {
    auto control = read(arriving_.content, limits_.max_files);
    held_.give_back(arriving_.size);
    control_name_ = arriving_.name;
    arriving_ = {};
    if (control.has_value()) {
        control_ = std::move(*control);
        return;
    }
    fault_ = control.error();
    const bool too_many = *fault_ == control_fault::too_many_files;
    refuse(too_many ? lpd_refusal::too_many_files : lpd_refusal::bad_control_file);
}

void lpd_receiver::finish_if_whole() {
    if (step_ != lpd_step::receive) return;
    const bool whole = control_ && std::all_of(control_->files.begin(), control_->files.end(),
                                               [this](const auto& each) { return find(each.data_file) != nullptr; });
    if (!whole) return acknowledge();
    step_ = lpd_step::store;
}

received_job lpd_receiver::take_job() {
    received_job whole;
    print_job& job = whole.job;
    job.queue = request_.queue;
    job.host = printable(control_->host.empty() ? client_of(control_name_) : std::string_view(control_->host));
    job.user = printable(control_->user);
    job.job_class = printable(control_->job_class);
    for (const listed_file& each : control_->files) {
        wire_file& sent = *find(each.data_file);
        std::string label = label_of(each.source_name);
        if (label.empty()) label = each.data_file;
        job.files.push_back({unlike(job.files, label), kind_of(sent.content), sent.content.size()});
        whole.contents.push_back(std::move(sent.content));
        sent.content.clear();
    }
    job.name = printable(control_->job_name.empty() ? control_->title : control_->job_name);
    if (job.name.empty()) job.name = job.files.front().name;
    return whole;
}

void lpd_receiver::stored(bool kept) {
    if (!kept) return refuse(lpd_refusal::not_stored);
    for (const listed_file& each : control_->files)
        if (const wire_file* sent = find(each.data_file)) {
            held_.give_back(sent->size);
            data_.erase(data_.begin() + (sent - data_.data()));
        }
    control_.reset();
    level_ = level::between_jobs;
    step_ = lpd_step::receive;
    acknowledge();
}

lpd_receiver::wire_file* lpd_receiver::find(std::string_view wanted) {
    const auto at =
        std::find_if(data_.begin(), data_.end(), [&](const wire_file& each) { return each.name == wanted; });
    return at == data_.end() ? nullptr : &*at;
}

/// Whether a data file of this name would complete the job.
bool lpd_receiver::lacks_only(std::string_view name) {
    return control_ && std::all_of(control_->files.begin(), control_->files.end(), [&](const auto& each) {
               return each.data_file == name || find(each.data_file) != nullptr;
           });
}

void lpd_receiver::refuse(lpd_refusal why) {
    refusal_ = why;
    outbox_ += '\1';
    close();
}

void lpd_receiver::close() {
    drop_files();
    step_ = lpd_step::close;
}

void lpd_receiver::drop_files() {
    control_.reset();
    data_.clear();
    arriving_ = {};
    held_.give_back(held_.bytes());
}

}  // namespace husky::protocol::printing
