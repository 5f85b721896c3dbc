#include <boost/asio/io_context.hpp>
#include <set>

#include "link/asio/task_group.hpp"
#include "link/driver/link_driver_impl.hpp"
#include "link/net/dial.hpp"
#include "protocol/links/host_link.hpp"
#include "protocol/links/machine_link.hpp"
#include "tests/catch.hpp"
#include "tests/unit/link/failing_stream.hpp"
#include "tests/unit/protocol/still_machine.hpp"

using namespace husky;
using namespace husky::link;
using namespace std::chrono_literals;

namespace {

constexpr std::int32_t cycles_to_tell = 3;

/// One end of a link, and what the test needs of it beside its state machine.
template <class Link>
class session_of : public link_session {
  public:
    void received(const protocol::frame& f, protocol::instant at) override { self().received(f, at); }
    void framing_broken() override { self().framing_broken(); }
    void due(protocol::instant at) override { self().due(at); }
    [[nodiscard]] protocol::instant deadline() const override { return self().deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override { return self().outbox(); }
    [[nodiscard]] bool closing() const override { return leaves || self().closing(); }

    bool leaves = false;

  protected:
    virtual Link& self() = 0;
    virtual const Link& self() const = 0;
};

/// A machine that tells of three cycles after init.
class machine_session final : public session_of<protocol::machine_link>, private protocol::link_observer {
  public:
    machine_session() : link(settings_, protocol::default_dialect(), "HY-0001", directory_, model_, *this, 1) {}

    void room() override { link.room(); }
    void batch_received() override {
        if (!link.linked() || told_ > 0) return;
        while (told_ < cycles_to_tell) {
            model_.values[{0, protocol::variable::life_cycle_counter}] = ++told_;
            model_.values[{0, protocol::variable::cycle_end_time}] = 1'767'225'600 + told_;
            link.cycle_ended(0);
        }
    }

  private:
    protocol::machine_link& self() override { return link; }
    const protocol::machine_link& self() const override { return link; }
    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input, std::uint16_t) override {}

    protocol::machine_link_settings settings_;
    protocol::machine_directory directory_ = protocol::small_directory();
    protocol::still_machine model_;
    std::int32_t told_ = 0;

  public:
    protocol::machine_link link;
};

/// What a host knows after all its links: that is more than one link knows.
struct host_memory {
    std::set<std::int32_t> cycles;
    std::int32_t counter = 0;  ///< as the machine told it
    bool plan_finished = false;
    std::size_t asked = 0, answers = 0;
};

/// A host that takes any machine, and asks it once more after the plan.
class host_session final : public session_of<protocol::host_link>,
                           private protocol::host_link_owner,
                           private protocol::report_receiver,
                           private protocol::answer_receiver {
  public:
    explicit host_session(host_memory& memory)
        : memory_(&memory), link(settings_, protocol::default_dialect(), *this, now()) {}

    [[nodiscard]] bool paused() const override { return link.paused(); }
    void batch_received() override {
        if (!memory_->plan_finished || asked_ || !link.linked()) return;
        asked_ = link.ask(protocol::read{0, {protocol::variable::life_cycle_counter}}, 1, now());
        memory_->asked += asked_ ? 1 : 0;
    }
    /// The connection is over: a question that waits has no answer any more.
    void ended() {
        if (asked_ && !answered_) ++memory_->answers;
    }

  private:
    protocol::host_link& self() override { return link; }
    const protocol::host_link& self() const override { return link; }
    void init_asked(std::string_view, protocol::link_kind) override {
        link.admit(protocol::init_result::ok, {}, now());
    }
    protocol::report_receiver& reports() override { return *this; }
    protocol::answer_receiver& answers() override { return *this; }
    void cycle_received(const protocol::cycle& c) override {
        memory_->cycles.insert(std::get<std::int32_t>(c.values[0].content));
    }
    void event_received(const protocol::event&) override {}
    void interruption_received(const protocol::cycle_interruption&) override {}
    void status_received(const protocol::machine_status&) override {}
    void languages_received(const std::vector<protocol::language>&) override {}
    void variables_listed(const std::vector<protocol::listed_variable>&) override {}
    void plan_finished() override { memory_->plan_finished = true; }
    void counter_read(std::int32_t, std::chrono::sys_seconds) override {}
    void probe_answered(bool) override {}
    void answered(std::uint64_t, protocol::machine_answer a) override {
        answered_ = true;
        ++memory_->answers;
        memory_->counter = std::get<std::int32_t>(std::get<protocol::read_response>(a).values.at(0).content);
    }
    void not_answered(std::uint64_t, protocol::error_code) override {
        answered_ = true;
        ++memory_->answers;
    }
    bool screen_received(const protocol::screen&) override { return false; }
    void menu_received(const protocol::menu&) override {}
    protocol::identify_response identity() override { return {}; }
    void message_received(protocol::message_index) override {}
    void message_sent(protocol::message_index) override {}
    void error_sent(protocol::error_code) override {}
    void received_bad_input(protocol::bad_input, std::uint16_t) override {}

    protocol::host_link_settings settings_;
    host_memory* memory_;
    bool asked_ = false, answered_ = false;

  public:
    protocol::host_link link;
};

using failing_driver = basic_link_driver<failing_stream, failing_timer>;

/// One machine and one host on loopback. The operations of one of them count, dialling and accepting among them.
class pair_of_ends {
  public:
    pair_of_ends(mishap_plan plan, bool at_host) : plan_(std::make_shared<mishap_plan>(plan)), at_host_(at_host) {}

    /// Links up, over and over, until the host knows all; then both ends leave. False if that takes too long.
    bool perform() {
        while (!knows_all() && links_++ < 3)
            if (!one_link()) return false;
        return knows_all();
    }
    [[nodiscard]] std::size_t operations() const { return plan_->done; }
    [[nodiscard]] int links() const { return links_; }
    [[nodiscard]] const host_memory& known() const { return known_; }

  private:
    [[nodiscard]] bool knows_all() const { return known_.plan_finished && known_.counter == cycles_to_tell; }
    std::shared_ptr<mishap_plan> plan_of(bool host) const {
        return host == at_host_ ? plan_ : std::make_shared<mishap_plan>();
    }
    /// Connecting and accepting may fail too: nobody listens, or the connection is closed at once.
    bool may_begin() { return !plan_->next() || plan_->how != mishap::reset; }

    bool one_link() {
        asio::io_context context;
        tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
        const auto port = acceptor.local_endpoint().port();
        const bool begins = may_begin();
        if (!begins && !at_host_) acceptor.close();
        host_session host(known_);
        task_group tasks{context.get_executor()};
        notice give_up(context.get_executor());
        bool host_over = !acceptor.is_open(), machine_over = false;
        if (acceptor.is_open()) tasks.spawn(serve_host(acceptor, host, begins, host_over));
        tasks.spawn(serve_machine(context, port, give_up, machine_over));
        const auto patience = std::chrono::steady_clock::now() + 20s;
        while (!(host_over && machine_over) && std::chrono::steady_clock::now() < patience) {
            context.run_one_for(50ms);
            if (knows_all()) leave(host);
        }
        const bool both = host_over && machine_over;
        context.poll();
        return both;
    }
    void leave(host_session& host) {
        if (std::exchange(host.leaves, true) || host_driver_ == nullptr) return;
        host_driver_->wake();
    }

    asio::awaitable<void> serve_host(tcp::acceptor& acceptor, host_session& host, bool begins, bool& over) {
        auto [failed, socket] = co_await acceptor.async_accept(as_result);
        if (!failed && begins) {
            failing_timer::next_plan = plan_of(true);
            failing_driver driver(failing_stream(std::move(socket), plan_of(true)), host, protocol::default_dialect(),
                                  host_scratch_);
            host_driver_ = &driver;
            co_await driver.run();
            host_driver_ = nullptr;
            host.ended();
        }
        over = true;
    }

    asio::awaitable<void> serve_machine(asio::io_context& context, std::uint16_t port, notice& give_up, bool& over) {
        tcp::socket socket(context);
        const host_port host{"127.0.0.1", port};
        const auto failed = co_await dial(socket, host, 10s, give_up);
        if (!failed) {
            machine_.link.connected(now());
            failing_timer::next_plan = plan_of(false);
            failing_driver driver(failing_stream(std::move(socket), plan_of(false)), machine_,
                                  protocol::default_dialect(), machine_scratch_);
            co_await driver.run();
        }
        machine_.link.lost(now());
        over = true;
    }

    std::shared_ptr<mishap_plan> plan_;
    bool at_host_;
    host_memory known_;
    machine_session machine_;
    failing_driver* host_driver_ = nullptr;
    std::vector<std::byte> host_scratch_ = std::vector<std::byte>(4096);
    std::vector<std::byte> machine_scratch_ = std::vector<std::byte>(4096);
    int links_ = 0;
};

void fail_each(mishap how) {
    for (const bool at_host : {false, true}) {
        pair_of_ends whole({}, at_host);
        REQUIRE(whole.perform());
        CHECK(whole.links() == 1);
        const auto operations = whole.operations();
        CHECK(operations > 10);
        for (std::size_t nth = 1; nth <= operations; ++nth) {
            CAPTURE(at_host, nth, operations);
            pair_of_ends ends({.nth = nth, .how = how}, at_host);
            REQUIRE(ends.perform());
            CHECK(ends.known().answers == ends.known().asked);
            if (how != mishap::reset) CHECK(ends.links() == 1);
        }
    }
}

}  // namespace

TEST_CASE("any operation of a connection may fail at either end: the link ends, and the next one serves",
          "[driver][nth]") {
    fail_each(mishap::reset);
}

TEST_CASE("any operation may find nothing ready at either end, and the link goes on", "[driver][nth]") {
    fail_each(mishap::would_block);
}

TEST_CASE("any read or write may move a single byte at either end, and the link goes on", "[driver][nth]") {
    fail_each(mishap::one_byte);
}
