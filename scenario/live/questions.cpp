#include "scenario/live/questions.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "link/probes/metric_text.hpp"
#include "link/probes/store_value.hpp"

namespace husky::live {

namespace json = boost::json;

namespace {

constexpr unsigned ok = 200, unauthorized = 401, misdirected = 421;

json::value pointed_at(const std::string& body, const std::string& pointer) {
    json::error_code failed;
    const auto whole = json::parse(body, failed);
    if (failed) return nullptr;
    const auto* found = whole.find_pointer(pointer, failed);
    return found == nullptr || failed ? json::value(nullptr) : *found;
}

}  // namespace

questions::questions(live_loop& on, link::system_access system) : loop_(&on), system_(std::move(system)) {}

questions::~questions() {
    left_ = true;
    if (reader_) reader_->join();
}

void questions::leave() {
    left_ = true;
    for (auto& each : waiting_)
        each.give();
}

void questions::tell(std::uint64_t ticket, const reply& r) {
    if (left_) return;
    loop_->engine()->probed(ticket, r.answer, r.problem, link::now());
    loop_->look_at_engine();
}

void questions::ask(std::uint64_t ticket, const scenario::demand& what) {
    if (left_) return;
    if (const auto* q = std::get_if<scenario::expect_query>(&what)) return ask_store(ticket, *q);
    reading read;
    std::string path = "/metrics";
    if (const auto* m = std::get_if<scenario::expect_metric>(&what)) {
        read = [m](const link::http_answer& a) -> reply {
            if (a.status != ok) return {nullptr, fmt::format("/metrics: answered with status {}", a.status)};
            const auto value = link::metric_value(a.body, m->name, m->labels);
            return {value ? json::value(*value) : nullptr, {}};
        };
    } else if (const auto* h = std::get_if<scenario::expect_http>(&what)) {
        path = h->path;
        read = [h](const link::http_answer& a) -> reply {
            if (h->pointer.empty()) return {a.status, {}};
            if (a.status == unauthorized)
                return {nullptr, fmt::format("{}: needs a token; give it by --http-token-file", h->path)};
            if (a.status == misdirected)
                return {nullptr, fmt::format("{}: does not answer to that name; give its IP address by --http, or list "
                                             "the name in its http.hosts",
                                             h->path)};
            return {pointed_at(a.body, h->pointer), {}};
        };
    } else {
        return;
    }
    loop_->tasks().spawn(ask_http(ticket, std::move(path), std::move(read)));
}

link::asio::awaitable<void> questions::ask_http(std::uint64_t ticket, std::string path, reading read) {
    // The engine is not called back from within its own call.
    co_await link::asio::post(loop_->context(), link::asio::use_awaitable);
    if (!system_.http) {
        tell(ticket, {nullptr, "the address of its HTTP API is not known; give it by --http A:P"});
        co_return;
    }
    const auto here = waiting_.emplace(waiting_.end(), link::asio::any_io_executor(loop_->context().get_executor()));
    link::http_question question{*system_.http, std::move(path), system_.token};
    auto answer = co_await link::http_get(std::move(question), patience, *here);
    waiting_.erase(here);
    tell(ticket, answer.problem.empty() ? read(std::move(answer)) : reply{nullptr, answer.problem});
}

void questions::ask_store(std::uint64_t ticket, const scenario::expect_query& what) {
    const auto& url = what.store.empty() ? system_.store : what.store;
    const auto answered = [this, ticket](reply r) {
        link::asio::post(loop_->context(), [this, ticket, kept = std::move(r)] { tell(ticket, kept); });
    };
    if (url.empty()) return answered({nullptr, "its store is not known; give it by --store sqlite:FILE"});
    if (!reader_) reader_.emplace(1);
    link::asio::post(*reader_, [this, answered, url, sql = what.sql] {
        auto found = link::store_value(url, sql, patience, left_);
        answered({std::move(found.value), std::move(found.problem)});
    });
}

}  // namespace husky::live
