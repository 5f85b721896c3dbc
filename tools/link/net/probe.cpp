#include "tools/link/net/probe.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <stdexcept>

#include "link/net/link_socket.hpp"
#include "protocol/wire/codec.hpp"

namespace husky::tools {

namespace {

using boost::asio::ip::udp;
using link::as_result;
using link::error_code;
using link::tcp;
using link::asio::awaitable;
using link::asio::buffer;

/// A machine that was dialled sends first; a host waits.
constexpr std::chrono::milliseconds wait_for_init{300};

/// A datagram may be lost on its way.
constexpr int datagrams = 3;

/// Cancels what waits on a socket once its time is up, and nothing after its own end.
template <class Socket>
class deadline {
  public:
    deadline(Socket& socket, std::chrono::nanoseconds after)
        : limited_(std::make_shared<Socket*>(&socket)), timer_(socket.get_executor(), after) {
        timer_.async_wait([limited = limited_](const error_code& stopped) {
            error_code ignored;
            if (!stopped && *limited != nullptr) (*limited)->cancel(ignored);
        });
    }
    // An expiry that is already queued finds the socket gone.
    ~deadline() { *limited_ = nullptr; }
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;

  private:
    std::shared_ptr<Socket*> limited_;
    link::asio::steady_timer timer_;
};

std::chrono::microseconds since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
}

/// What a failed connection attempt or datagram means.
probe_finding failed_with(const error_code& failed) {
    probe_finding finding;
    if (failed == boost::asio::error::operation_aborted) {
        finding.detail = "no answer";
    } else {
        finding.state = probe_state::closed;
        finding.detail = failed == boost::asio::error::connection_refused ? "nothing listens" : failed.message();
    }
    return finding;
}

/// Something listens, but no TLS comes about.
probe_finding without_tls(const error_code& failed) {
    probe_finding finding;
    finding.detail = failed.message();
    if (failed != boost::asio::error::timed_out) finding.state = probe_state::other;
    return finding;
}

class prober {
  public:
    prober(std::chrono::nanoseconds timeout, const protocol::dialect& d, const link::tls_context* tls)
        : timeout_(timeout), dialect_(d), tls_(tls) {
        encode(protocol::identify{}, d, question_);
        datagram_ = question_;
        datagram_.resize(std::max(datagram_.size(), encoded_size(protocol::identify_response{}, d)));
    }

    /// Completes with what TCP at these addresses shows: the first that is not closed decides.
    awaitable<probe_finding> over_tcp(std::vector<tcp::endpoint> ends) {
        probe_finding finding;
        for (const auto& end : ends) {
            tried_ = link::to_text(end);
            finding = co_await one_over_tcp(end);
            if (finding.state != probe_state::closed) break;
        }
        co_return finding;
    }

    awaitable<probe_finding> over_udp(std::vector<udp::endpoint> ends) {
        probe_finding finding;
        for (const auto& end : ends) {
            tried_ = link::to_text(end);
            finding = co_await one_over_udp(end);
            if (finding.state != probe_state::closed) break;
        }
        co_return finding;
    }

    /// The address that the last finding is of.
    [[nodiscard]] const std::string& tried() const { return tried_; }

  private:
    awaitable<probe_finding> one_over_tcp(tcp::endpoint end) {
        tcp::socket connected(co_await link::asio::this_coro::executor);
        {
            const deadline limit(connected, timeout_);
            const auto [failed] = co_await connected.async_connect(end, as_result);
            if (failed) co_return failed_with(failed);
        }
        link::link_socket socket(std::move(connected), tls_);
        error_code ignored;
        socket.non_blocking(true, ignored);
        link::notice never(socket.get_executor());
        if (const auto failed = co_await link::handshake(socket, timeout_, never)) co_return without_tls(failed);
        probe_reading reading(dialect_);
        const auto listen = std::min<std::chrono::nanoseconds>(wait_for_init, timeout_ / 4);
        co_await read_for(socket, listen, reading, true, false);
        std::chrono::microseconds took{0};
        if (!reading.done()) {
            const auto begun = std::chrono::steady_clock::now();
            if (co_await link::write_all(socket, question_)) reading.on_closed(false);
            const auto rest = timeout_ - listen;
            if (!reading.done()) co_await read_for(socket, rest / 2, reading, false, false);
            took = since(begun);
            if (!reading.done()) {
                // A service that waits for the end of a line, or of all, answers now.
                socket.shutdown(tcp::socket::shutdown_send, ignored);
                co_await read_for(socket, rest / 2, reading, false, true);
            }
        }
        auto finding = reading.finish();
        if (finding.answered) finding.round_trip = took;
        if (socket.tls_problem()) finding.detail = socket.tls_problem().message();
        socket.shutdown(tcp::socket::shutdown_both, ignored);
        co_return finding;
    }

    /// Reads until the reading is done, the time is up, or (`once`) the peer has said something.
    awaitable<void> read_for(link::link_socket& socket, std::chrono::nanoseconds time, probe_reading& reading,
                             bool once, bool half_closed) {
        const deadline limit(socket.tcp_socket(), time);
        while (!reading.done()) {
            const auto [cut] = co_await socket.async_wait(tcp::socket::wait_read, as_result);
            error_code failed = cut;
            const auto size = cut ? 0 : socket.read_some(buffer(input_), failed);
            if (link::would_block(failed)) continue;
            if (failed == boost::asio::error::operation_aborted) co_return;
            if (failed) {
                reading.on_closed(half_closed);
                co_return;
            }
            reading.on_bytes(std::as_bytes(std::span(input_).first(size)));
            if (once) co_return;
        }
    }

    awaitable<probe_finding> one_over_udp(udp::endpoint end) {
        udp::socket socket(co_await link::asio::this_coro::executor);
        error_code failed;
        socket.connect(end, failed);
        std::array<std::byte, 65536> answer{};
        for (int i = 0; i < datagrams && !failed; ++i) {
            const auto begun = std::chrono::steady_clock::now();
            socket.send(buffer(datagram_), 0, failed);
            if (failed) break;
            const deadline limit(socket, timeout_ / datagrams);
            const auto [lost, size] = co_await socket.async_receive(buffer(answer), as_result);
            if (lost == boost::asio::error::operation_aborted) continue;
            failed = lost;
            if (failed) break;
            probe_reading reading(dialect_);
            reading.on_datagram(std::span(answer).first(size));
            auto finding = reading.finish();
            if (finding.answered) finding.round_trip = since(begun);
            co_return finding;
        }
        co_return failed_with(failed ? failed : error_code(boost::asio::error::operation_aborted));
    }

    std::chrono::nanoseconds timeout_;
    const protocol::dialect& dialect_;
    const link::tls_context* tls_;
    std::vector<std::byte> question_;
    std::vector<std::byte> datagram_;
    std::array<char, 4096> input_{};
    std::string tried_;
};

}  // namespace

probe_findings probe(const link::host_port& at, std::chrono::nanoseconds timeout, const protocol::dialect& d,
                     const link::tls_context* tls) {
    boost::asio::io_context context(1);
    error_code failed;
    const auto found = tcp::resolver(context).resolve(at.host, std::to_string(at.port), failed);
    if (failed || found.empty()) throw std::runtime_error(at.host + ": " + failed.message());
    std::vector<tcp::endpoint> tcp_ends;
    std::vector<udp::endpoint> udp_ends;
    for (const auto& entry : found) {
        tcp_ends.push_back(entry.endpoint());
        udp_ends.emplace_back(entry.endpoint().address(), at.port);
    }
    probe_findings findings;
    prober by_tcp(timeout, d, tls), by_udp(timeout, d, nullptr);
    const auto keep = [](probe_finding& into) {
        return [&into](const std::exception_ptr& thrown, probe_finding finding) {
            if (thrown) std::rethrow_exception(thrown);
            into = std::move(finding);
        };
    };
    boost::asio::co_spawn(context, by_tcp.over_tcp(std::move(tcp_ends)), keep(findings.tcp));
    boost::asio::co_spawn(context, by_udp.over_udp(std::move(udp_ends)), keep(findings.udp));
    context.run();
    findings.address = by_tcp.tried();
    return findings;
}

}  // namespace husky::tools
