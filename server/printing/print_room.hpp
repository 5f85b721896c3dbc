#pragma once

#include <optional>
#include <vector>

#include "server/archive/archive.hpp"
#include "server/http/disk.hpp"
#include "server/printing/print_desk.hpp"

namespace husky::host {

/// Bytes of a serial that may print; no dialect has wider ones.
constexpr std::size_t longest_queue_name = 64;

/// Which machines there are.
class queue_book {
  public:
    virtual ~queue_book() = default;
    [[nodiscard]] virtual bool may_know(const std::string& serial) const = 0;
    /// The machine's number; one that was unknown is known from now on. Empty if it may not be.
    virtual std::optional<machine_id> know(const std::string& serial) = 0;

  protected:
    queue_book() = default;
    queue_book(const queue_book&) = default;
    queue_book& operator=(const queue_book&) = default;
};

/// Keeps print jobs in a store and finds them there again.
class print_room final : public print_desk {
  public:
    /// Everything must outlive the room; `stored` reads what `kept` keeps.
    print_room(queue_book& book, store& kept, disk& stored, boost::asio::any_io_executor executor)
        : book_(book), archive_(kept, std::move(executor)), stored_(stored) {}

    [[nodiscard]] bool admits(const std::string& queue) const override;
    boost::asio::awaitable<bool> keep(protocol::printing::received_job got) override;
    boost::asio::awaitable<std::string> list(protocol::printing::lpd_request asked) override;
    boost::asio::awaitable<removed> remove(protocol::printing::lpd_request asked) override;

    /// Nobody waits for the store any more.
    void stop() { archive_.stop(); }

  private:
    struct kept_jobs {
        std::vector<stored_print> jobs;
        std::string problem;  ///< empty if the store could be read
    };
    boost::asio::awaitable<kept_jobs> jobs_of(std::string queue);

    queue_book& book_;
    archive archive_;
    disk& stored_;
};

}  // namespace husky::host
