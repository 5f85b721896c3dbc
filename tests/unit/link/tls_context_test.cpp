#include "link/tls/tls_context.hpp"

#include "link/tls/tls_settings.hpp"
#include "settings/error.hpp"
#include "tests/catch.hpp"
#include "tests/unit/link/certificates.hpp"

using namespace husky;
using namespace husky::link;

namespace {

struct sample_files : certificates {
    sample_files() {
        authority("ca");
        issue("host", "host.example", "ca");
        issue("other", "other.example", "ca");
        write("garbage", "this is no certificate\n");
    }
    /// What is wrong with these files, without the folder's name.
    [[nodiscard]] std::string problem(const tls_files& files) const {
        try {
            static_cast<void>(tls_context::accepting(files));
        } catch (const tls_file_error& wrong) {
            std::string text = wrong.what();
            const auto folder = path("");
            for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
                text.erase(at, folder.size());
            return text;
        }
        return "nothing";
    }
};

}  // namespace

TEST_CASE("a file that cannot be used for TLS is named, and why", "[tls]") {
    const sample_files f;
    const auto file = [&](const char* name) { return f.path(name); };
    CHECK(f.problem(f.of("host")) == "nothing");
    CHECK(f.problem(f.of("host", "ca")) == "nothing");
    CHECK(f.problem({file("no.pem"), file("host.key"), ""}) == "no.pem: cannot be read: No such file or directory");
    CHECK(f.problem({file("host.pem"), file("no.key"), ""}) == "no.key: cannot be read: No such file or directory");
    CHECK(f.problem({file("garbage"), file("host.key"), ""}) == "garbage: holds no certificate in PEM form");
    CHECK(f.problem({file("host.pem"), file("garbage"), ""}) == "garbage: holds no private key in PEM form");
    CHECK(f.problem({file("host.pem"), file("other.key"), ""}) ==
          "other.key: is not the key of the certificate in host.pem");
    CHECK(f.problem({file("host.pem"), file("host.key"), file("garbage")}) ==
          "garbage: holds no certificate in PEM form");
    CHECK(f.problem({file("host.pem"), file("host.key"), file("no.pem")}) ==
          "no.pem: cannot be read: No such file or directory");
    CHECK(f.problem({"", file("host.key"), ""}).find("expected the certificate of the key in") == 0);
    CHECK(f.problem({file("host.pem"), "", ""}).find("expected the file of the key of") == 0);
}

TEST_CASE("the key of the configuration is named whose file is wrong", "[tls][config]") {
    const sample_files f;
    const settings::places given;
    const auto problem = [&](const accepted_tls& c) {
        try {
            static_cast<void>(open_tls(c, "http.tls", given));
        } catch (const settings::error& wrong) {
            return std::string(wrong.what());
        }
        return std::string("nothing");
    };
    CHECK(open_tls(accepted_tls{}, "tls", given) == nullptr);
    CHECK(open_tls(accepted_tls{f.path("host.pem"), f.path("host.key"), ""}, "tls", given) != nullptr);
    CHECK(problem({f.path("host.pem"), f.path("other.key"), ""}).find("http.tls.key: ") != std::string::npos);
    CHECK(problem({f.path("garbage"), f.path("other.key"), ""}).find("http.tls.certificate: ") != std::string::npos);
    CHECK(problem({f.path("host.pem"), f.path("host.key"), "no"}).find("http.tls.client_ca: ") != std::string::npos);
    CHECK(problem({f.path("host.pem"), "", ""}).find("expected http.tls.key beside it") != std::string::npos);
    CHECK(problem({"", f.path("host.key"), ""}).find("expected http.tls.certificate beside it") != std::string::npos);
    CHECK(problem({"", "", f.path("ca.pem")}).find("expected http.tls.certificate beside it") != std::string::npos);
}

TEST_CASE("TLS is dialled where any of its keys is given", "[tls][config]") {
    const settings::places given;
    dialled_tls c;
    CHECK(open_tls(c, "127.0.0.1", "tls", given) == nullptr);
    c.enabled = true;
    CHECK(open_tls(c, "127.0.0.1", "tls", given) != nullptr);
    c = {};
    c.insecure = true;
    CHECK(open_tls(c, "127.0.0.1", "tls", given) != nullptr);
    c.ca = "no";
    CHECK_THROWS_AS(open_tls(c, "127.0.0.1", "tls", given), settings::error);
}
