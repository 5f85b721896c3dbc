// A client of remote printing that says anything in any pieces: what is held is what has arrived, within every bound,
// and a job that comes out is whole.
#include <numeric>

#include "protocol/printing/lpd_receiver.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;
using namespace husky::protocol::printing;

namespace {

constexpr std::size_t budget_bytes = 300;
constexpr lpd_limits limits{256, 3};

void check_job(lpd_receiver& receiver) {
    const received_job got = receiver.take_job();
    fuzz::require(!got.job.files.empty() && got.job.files.size() <= limits.max_files);
    fuzz::require(got.contents.size() == got.job.files.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < got.contents.size(); ++i) {
        const print_file& file = got.job.files[i];
        fuzz::require(file.size == got.contents[i].size());
        fuzz::require(!file.name.empty() && file.name.find_first_of("/\\\"\n") == std::string::npos);
        size += got.contents[i].size();
    }
    fuzz::require(size <= limits.max_job_bytes && size <= receiver.held());
}

/// What the owner does between two bytes; false once the conversation is over.
bool perform(lpd_receiver& receiver, std::uint8_t how) {
    while (receiver.next() != lpd_step::receive) {
        switch (receiver.next()) {
            case lpd_step::admit:
                receiver.admitted(how % 16 != 1);
                break;
            case lpd_step::store:
                check_job(receiver);
                receiver.stored(how % 16 != 2);
                break;
            case lpd_step::list:
            case lpd_step::remove:
                receiver.answer("no entries\n");
                break;
            default:
                return false;
        }
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    byte_budget budget(budget_bytes);
    {
        lpd_receiver receiver(limits, budget);
        const auto how = script.take_byte();
        std::size_t arrived = 0;
        while (!script.ended() && perform(receiver, how)) {
            auto piece = script.take(how < 128 ? size : how % 8U + 1U);
            while (!piece.empty() && perform(receiver, how)) {
                const std::size_t taken = receiver.take(piece);
                fuzz::require(taken > 0 || receiver.next() == lpd_step::close);
                piece = piece.subspan(taken);
                arrived += taken;
                fuzz::require(receiver.held() == budget.taken() && receiver.held() <= arrived);
            }
        }
        if (perform(receiver, how) && how % 4 == 3 && receiver.may_be_empty()) receiver.fell_silent();
        if (perform(receiver, how) && how % 2 == 1) receiver.finished();
        perform(receiver, how);
        receiver.ended();
        fuzz::require(receiver.next() == lpd_step::close && receiver.held() == 0);
    }
    fuzz::require(budget.taken() == 0);
    return 0;
}
