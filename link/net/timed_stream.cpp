#include "link/net/timed_stream.hpp"

#include <boost/asio/post.hpp>

namespace husky::link {

using time_point = std::chrono::steady_clock::time_point;

struct timed_stream::connection {
    explicit connection(link_socket s) : socket(std::move(s)), timer(socket.get_executor()) {}

    void close() {
        error_code ignored;
        socket.close(ignored);
    }

    link_socket socket;
    asio::steady_timer timer;
    time_point deadline = time_point::max();
    bool timed_out = false;
};

timed_stream::timed_stream(link_socket socket) : connection_(std::make_shared<connection>(std::move(socket))) {
    error_code ignored;
    connection_->socket.non_blocking(true, ignored);
}

timed_stream::~timed_stream() {
    close();
    connection_->timer.cancel();
}

tcp::socket& timed_stream::socket() { return connection_->socket.tcp_socket(); }

void timed_stream::close() { connection_->close(); }

void timed_stream::shutdown_send() {
    error_code ignored;
    connection_->socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void timed_stream::drop_tls() { connection_->socket.drop_tls(); }

void timed_stream::expires_after(std::chrono::nanoseconds patience) {
    expires_at(std::chrono::steady_clock::now() +
               std::chrono::duration_cast<std::chrono::steady_clock::duration>(patience));
}

void timed_stream::expires_at(time_point deadline) {
    connection_->deadline = deadline;
    connection_->timer.expires_at(deadline);
    connection_->timer.async_wait([weak = std::weak_ptr(connection_)](const error_code&) {
        const auto late = weak.lock();
        if (!late || std::chrono::steady_clock::now() < late->deadline) return;
        late->timed_out = true;
        late->close();
    });
}

void timed_stream::expires_never() {
    connection_->deadline = time_point::max();
    connection_->timer.cancel();
}

/// Tries, and as long as nothing moves waits for the socket and tries again.
void timed_stream::attempt(const std::shared_ptr<connection>& with, tcp::socket::wait_type ready, transfer move,
                           completion done) {
    error_code failed;
    const std::size_t n = move(with->socket, failed);
    if (!would_block(failed)) return done(with->timed_out ? asio::error::timed_out : failed, n);
    with->socket.async_wait(with->socket.waits_for(ready), [with, ready, move = std::move(move),
                                                            done = std::move(done)](const error_code& cut) mutable {
        if (cut) return done(with->timed_out ? asio::error::timed_out : cut, 0);
        attempt(with, ready, std::move(move), std::move(done));
    });
}

void timed_stream::start_handshake(completion done) {
    transfer step = [](link_socket& socket, error_code& failed) {
        socket.handshake_step(failed);
        return std::size_t{0};
    };
    asio::post(get_executor(), [with = connection_, step = std::move(step), done = std::move(done)]() mutable {
        attempt(with, tcp::socket::wait_read, std::move(step), std::move(done));
    });
}

void timed_stream::start_read(asio::mutable_buffer into, completion done) {
    transfer read = [into](link_socket& socket, error_code& failed) { return socket.read_some(into, failed); };
    asio::post(get_executor(), [with = connection_, read = std::move(read), done = std::move(done)]() mutable {
        attempt(with, tcp::socket::wait_read, std::move(read), std::move(done));
    });
}

void timed_stream::start_write(const pieces& from, completion done) {
    transfer write = [from](link_socket& socket, error_code& failed) { return socket.write_some(from, failed); };
    asio::post(get_executor(), [with = connection_, write = std::move(write), done = std::move(done)]() mutable {
        attempt(with, tcp::socket::wait_write, std::move(write), std::move(done));
    });
}

/// The one who owns the stream reads away what still comes (close_gently).
void timed_stream::start_shutdown(completion done) {
    asio::post(get_executor(), [with = connection_, done = std::move(done)] {
        error_code failed;
        with->socket.shutdown(tcp::socket::shutdown_send, failed);
        done(failed, 0);
    });
}

}  // namespace husky::link
