#include "program/log_output.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "protocol/messages/value.hpp"
#include "settings/schema/environment.hpp"

namespace husky::program {

namespace {

/// The message as a JSON string.
class json_message : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        std::string quoted;
        protocol::append_json_string(quoted, {message.payload.data(), message.payload.size()});
        out.append(quoted.data(), quoted.data() + quoted.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<json_message>();
    }
};

/// Writes each line above the one that is drawn anew again and again.
class sink_above_live_line : public spdlog::sinks::ansicolor_stderr_sink_mt {
    using plain_sink = spdlog::sinks::ansicolor_stderr_sink_mt;

  public:
    sink_above_live_line(std::shared_ptr<live_line> line, spdlog::color_mode mode)
        : plain_sink(mode), line_(std::move(line)) {}

    void log(const spdlog::details::log_msg& message) override {
        line_->above([&] {
            plain_sink::log(message);
            flush();
        });
    }

  private:
    std::shared_ptr<live_line> line_;
};

}  // namespace

std::shared_ptr<live_line> set_up_log(const std::string& level, log_format format) {
    const bool colours = settings::variable("NO_COLOR") == nullptr;
    auto line = std::make_shared<live_line>();
    auto sink = std::make_shared<sink_above_live_line>(
        line, colours ? spdlog::color_mode::automatic : spdlog::color_mode::never);
    auto logger = std::make_shared<spdlog::logger>("husky", std::move(sink));
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (format == log_format::json)
        formatter->add_flag<json_message>('*').set_pattern(
            R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})");
    else
        formatter->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
    logger->set_formatter(std::move(formatter));
    logger->set_level(spdlog::level::from_str(level));
    spdlog::set_default_logger(std::move(logger));
    return line;
}

void describe_log(settings::schema& s, std::string& level, bool& json) {
    s.choice("level", level,
             {{"trace", std::string("trace")},
              {"debug", std::string("debug")},
              {"info", std::string("info")},
              {"warning", std::string("warning")},
              {"error", std::string("error")},
              {"off", std::string("off")}},
             "lowest level that is logged");
    s.choice("format", json, {{"plain", false}, {"json", true}}, "plain text or one JSON object a line");
}

}  // namespace husky::program
