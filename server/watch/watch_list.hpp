#pragma once

#include <string>
#include <unordered_map>

#include "server/watch/topics.hpp"

namespace husky::host {

/// What is watched of which machines. The state of a machine of which anything is watched is always told.
class watch_list {
  public:
    void add_all(topic_set of_every_machine) {
        all_.add(of_every_machine);
        any_.add(of_every_machine);
    }
    void add(const std::string& serial, topic_set more) {
        some_[serial].add(more);
        any_.add(more);
    }

    /// Empty if that machine is not watched.
    [[nodiscard]] topic_set of(const std::string& serial) const {
        topic_set wanted = all_;
        if (some_.empty()) return wanted;
        if (const auto at = some_.find(serial); at != some_.end()) wanted.add(at->second);
        return wanted;
    }
    /// Whether it is watched of any machine.
    [[nodiscard]] bool asks(topic one) const { return any_.has(one); }
    [[nodiscard]] bool has(const std::string& serial) const { return of(serial).any(); }

  private:
    topic_set all_, any_;
    std::unordered_map<std::string, topic_set> some_;
};

}  // namespace husky::host
