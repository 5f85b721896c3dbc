#include "server/setups/setup_transfers.hpp"

#include "link/asio/notice.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;

namespace {

/// A host whose machines answer when the test lets them.
struct slow_host final : made_up_host {
    link::notice answers;
    int asked = 0;

    explicit slow_host(const boost::asio::any_io_executor& executor) : answers(executor) { add(1, "HY-0001"); }
    boost::asio::awaitable<machine_reply> ask(std::string serial, protocol::machine_question q) override {
        ++asked;
        co_await answers.wait();
        co_return co_await made_up_host::ask(std::move(serial), std::move(q));
    }
};

struct slow_transfers {
    boost::asio::io_context context{1};
    slow_host live{context.get_executor()};
    setup_transfers transfers{live, context.get_executor(), {}};
    std::vector<transfer_end::result> ends;

    void upload() {
        live.replies_with(
            protocol::upload_setup_response{protocol::result_code::ok, 1, 1, 0x83DCEFB7, 0, {std::byte{'1'}}});
        auto uploading = transfers.upload("HY-0001", 1);
        boost::asio::co_spawn(
            context, std::move(uploading),
            [this](const std::exception_ptr&, const uploaded_setup& got) { ends.push_back(got.end.outcome); });
        context.poll();
    }
    void answer() {
        live.answers.give();
        context.restart();
        context.poll();
    }
};

}  // namespace

TEST_CASE("a transfer begins when the one before it has ended", "[setup]") {
    slow_transfers f;
    f.upload();
    f.upload();
    CHECK(f.live.asked == 1);
    f.answer();
    CHECK(f.ends.size() == 1);
    CHECK(f.live.asked == 2);
    f.answer();
    CHECK(f.ends == std::vector{transfer_end::result::done, transfer_end::result::done});
}

TEST_CASE("transfers that wait for their turn end when the host stops", "[setup]") {
    slow_transfers f;
    f.upload();
    f.upload();
    f.transfers.stop();
    f.context.restart();
    f.context.poll();
    CHECK(f.ends == std::vector{transfer_end::result::shut_down});
    f.answer();
    CHECK(f.ends.size() == 2);
}
