#include "link/faults/faulty_session.hpp"

#include <algorithm>

#include "link/faults/link_faults.hpp"

namespace husky::link {

faulty_session::faulty_session(link_session& inner, const protocol::dialect& wire_dialect, const fault_context& in)
    : inner_(inner), dialect_(wire_dialect), context_(in) {}

faulty_session::~faulty_session() = default;

void faulty_session::set_machine(const std::string& serial, protocol::link_kind kind) {
    if (faults_) faults_->set_machine(serial, kind);
}

void faulty_session::set_faults(const std::shared_ptr<const fault_list>& faults) {
    if (faults_ || !faults->empty()) activate().set_faults(faults);
}

void faulty_session::set_watcher(frame_watcher* watcher) {
    if (faults_ || watcher != nullptr) activate().set_watcher(watcher);
}

link_faults& faulty_session::activate() {
    if (!faults_) faults_ = std::make_unique<link_faults>(dialect_, context_);
    return *faults_;
}

void faulty_session::received(const protocol::frame& f, protocol::instant at) {
    if (!faults_) return inner_.received(f, at);
    faults_->arrived(f, at, takes());
    deliver(at);
    faults_->forget_arrived();
}

void faulty_session::framing_broken() {
    if (faults_) {
        faults_->hurry_in();
        deliver(context_.now());
    }
    inner_.framing_broken();
}

void faulty_session::due(protocol::instant at) {
    if (!faults_) return inner_.due(at);
    if (takes() && at >= faults_->deadline_in()) {
        inner_.bytes_received(0);
        deliver(at);
        inner_.batch_received();
    }
    faults_->due(at);
    if (!inner_.closing() && at >= inner_.deadline()) inner_.due(at);
}

protocol::instant faulty_session::deadline() const {
    if (!faults_) return inner_.deadline();
    const auto received = takes() ? faults_->deadline_in() : protocol::never;
    const auto own = inner_.closing() ? protocol::never : inner_.deadline();
    return std::min({own, received, faults_->deadline_out()});
}

protocol::frame_queue& faulty_session::outbox() {
    if (!faults_) return inner_.outbox();
    const auto at = context_.now();
    // What a fault drops or delays has been taken from the session all the same: there is room for more.
    while (faults_->take_from(inner_.outbox(), at) && !inner_.closing())
        inner_.room();
    if (inner_.closing()) faults_->session_closes(at);
    return faults_->outbox();
}

bool faulty_session::closing() const {
    if (!faults_) return inner_.closing();
    return faults_->over(inner_.closing(), inner_.outbox().empty());
}

bool faulty_session::resets() const {
    return inner_.resets() || (faults_ && faults_->end() == protocol::fault_end::reset);
}

bool faulty_session::paused() const {
    return (faults_ && faults_->end() == protocol::fault_end::half_open) || inner_.paused();
}

void faulty_session::batch_received() {
    if (faults_) deliver(context_.now());
    inner_.batch_received();
}

void faulty_session::deliver(protocol::instant at) {
    while (takes()) {
        const auto f = faults_->next(at);
        if (!f) break;
        inner_.received(*f, at);
    }
    if (faults_->lost_framing()) inner_.framing_broken();
}

}  // namespace husky::link
