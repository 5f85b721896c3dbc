#pragma once

#include <map>
#include <memory>

#include "link/capture/capture_record.hpp"
#include "link/capture/output_file.hpp"
#include "program/log_limit.hpp"
#include "tools/link/captures/message_stream.hpp"

namespace husky::tools {

/// Writes a trace: a JSON object on a line for each frame. See protocol/trace/trace_line.hpp.
class trace_sink final : public link::capture_sink {
  public:
    /// Connections that are followed at once; of one more, the oldest is given up.
    static constexpr std::size_t max_connections = 16384;

    /// Throws settings::error if the file cannot be written.
    trace_sink(const std::string& file, const protocol::dialect& d, program::if_there what);
    ~trace_sink() override;

    void take(const link::capture_record& r) override;
    void flush() override;
    void close(std::uint64_t taken, std::uint64_t left_out) override;
    void hurry(std::chrono::steady_clock::time_point until) override { file_.hurry(until); }
    void discard() override { file_.discard(); }
    [[nodiscard]] std::string problem() const override;

  private:
    class connection;
    static constexpr std::size_t batch_full = std::size_t{256} * 1024;

    [[nodiscard]] connection& connection_of(const link::capture_record& r);
    void end(std::uint32_t number);
    void write(const std::string& line);
    void note(const std::string& link, const std::string& text);

    frame_judge judge_;
    link::output_file file_;
    std::string batch_;
    std::map<std::uint32_t, std::unique_ptr<connection>> connections_;
    program::log_limit log_limit_{5};
};

}  // namespace husky::tools
