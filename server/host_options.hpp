#pragma once

#include "program/options.hpp"
#include "server/host_config.hpp"

namespace husky::host {

/// What is typed behind `serve` and `healthcheck`.
struct host_flags {
    std::string config_file;
    std::vector<std::string> faults;
    std::vector<program::setting_flag> switches = {
        {"--http-unsafe", "http.unsafe", ""},
        {"--fresh", "store.fresh", ""},
        {"--overwrite", "capture_overwrite", "", "overwrite an existing capture instead of taking the next name"}};
    std::vector<program::setting_flag> settings = {{"--bind", "bind", "A"},
                                                   {"--port", "port", "N"},
                                                   {"--udp-port", "udp_port", "N"},
                                                   {"--lpd-port", "lpd.port", "N"},
                                                   {"--dial", "dial", "A:P,..."},
                                                   {"--tls-certificate", "tls.certificate", "FILE"},
                                                   {"--tls-key", "tls.key", "FILE"},
                                                   {"--tls-client-ca", "tls.client_ca", "FILE"},
                                                   {"--http-bind", "http.bind", "A"},
                                                   {"--http-port", "http.port", "N"},
                                                   {"--http-token-file", "http.token_file", "F"},
                                                   {"--http-tls-certificate", "http.tls.certificate", "FILE"},
                                                   {"--http-tls-key", "http.tls.key", "FILE"},
                                                   {"--store", "store.url", "URL"},
                                                   {"--dialect", "dialect", "FILE"},
                                                   {"--capture", "capture", "FILE.pcapng"},
                                                   {"--log-level", "log.level", "LEVEL"},
                                                   {"--log-format", "log.format", "plain|json"}};
};

void declare_host(program::options& of, host_flags& into);

/// File, then environment, then flags. Returns what is worth a word. Throws settings::error.
std::vector<settings::remark> load(const host_flags& given, host_config& into);

}  // namespace husky::host
