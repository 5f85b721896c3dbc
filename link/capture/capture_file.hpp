#pragma once

#include "link/capture/capture.hpp"
#include "link/capture/capture_record.hpp"
#include "link/capture/capture_settings.hpp"
#include "link/capture/output_file.hpp"
#include "settings/schema/places.hpp"

namespace husky::link {

/// A capture in a file, pcapng. See protocol/trace/pcapng_writer.hpp.
class capture_file final : public capture_sink {
  public:
    /// `writer` names the program. Throws settings::error if the file cannot be written.
    capture_file(const std::string& name, std::string_view writer, program::if_there what);

    void take(const capture_record& r) override;
    void flush() override;
    void close(std::uint64_t taken, std::uint64_t left_out) override;
    void discard() override { file_.discard(); }
    [[nodiscard]] std::string problem() const override;
    void hurry(std::chrono::steady_clock::time_point until) override { file_.hurry(until); }

  private:
    static constexpr std::size_t batch_full = std::size_t{256} * 1024;

    output_file file_;
    std::vector<std::byte> batch_;
    protocol::trace_time last_{};
};

/// The capture that a configuration asks for; null if it asks for none. Throws settings::error that names the key's
/// place if the file cannot be written.
std::unique_ptr<capture> open_capture(const capture_settings& wanted, std::string_view writer,
                                      const settings::places& given);

}  // namespace husky::link
