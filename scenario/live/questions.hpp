#pragma once

#include <boost/asio/thread_pool.hpp>
#include <list>

#include "link/asio/notice.hpp"
#include "link/probes/http_get.hpp"
#include "link/probes/system_access.hpp"
#include "scenario/live/live_loop.hpp"

namespace husky::live {

/// Asks the system under test about itself, over HTTP and in its store, and tells the engine what it says. Belongs to
/// the live loop's thread; a store is read in a thread of its own, which ends with this.
class questions {
  public:
    /// How long one answer may take.
    static constexpr std::chrono::seconds patience{5};

    questions(live_loop& on, link::system_access system);
    ~questions();
    questions(const questions&) = delete;
    questions& operator=(const questions&) = delete;

    /// The engine is told the answer, or why there is none, after this has returned.
    void ask(std::uint64_t ticket, const scenario::demand& what);
    /// Nothing more is asked, and nobody waits.
    void leave();

  private:
    struct reply {
        boost::json::value answer;
        std::string problem;
    };
    using reading = std::function<reply(link::http_answer)>;

    link::asio::awaitable<void> ask_http(std::uint64_t ticket, std::string path, reading read);
    void ask_store(std::uint64_t ticket, const scenario::expect_query& what);
    void tell(std::uint64_t ticket, const reply& r);

    live_loop* loop_;
    link::system_access system_;
    std::list<link::notice> waiting_;
    std::atomic<bool> left_{false};
    std::optional<link::asio::thread_pool> reader_;
};

}  // namespace husky::live
