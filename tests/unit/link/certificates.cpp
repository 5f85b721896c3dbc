#include "tests/unit/link/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace husky::link {

namespace {

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* what) const {
        Free(what);
    }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using file_ptr = std::unique_ptr<FILE, freed_by<std::fclose>>;

file_ptr open(const std::string& name, const char* mode) {
    file_ptr file(std::fopen(name.c_str(), mode));
    if (!file) throw std::runtime_error(name + ": cannot be opened");
    return file;
}

void extend(X509* certificate, int what, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

certificate_ptr certificate_of(const std::string& name, EVP_PKEY* key, std::chrono::seconds for_another) {
    static long serial = 0;
    certificate_ptr made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -86400);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), for_another.count());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_pubkey(made.get(), key);
    return made;
}

void save(const std::string& stem, X509* certificate, EVP_PKEY* key) {
    PEM_write_X509(open(stem + ".pem", "w").get(), certificate);
    PEM_write_PrivateKey(open(stem + ".key", "w").get(), key, nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace

certificates::certificates() {
    auto name = (std::filesystem::temp_directory_path() / "husky-tls-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for certificates");
    folder_ = name;
}

certificates::~certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void certificates::authority(const std::string& name) {
    const key_ptr key(EVP_EC_gen("P-256"));
    const auto made = certificate_of(name, key.get(), std::chrono::hours(1));
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    extend(made.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(made.get(), key.get(), EVP_sha256());
    save(path(name), made.get(), key.get());
}

void certificates::issue(const std::string& file, const std::string& of, const std::string& by,
                         std::chrono::seconds for_another) {
    const certificate_ptr issuer(PEM_read_X509(open(path(by + ".pem"), "r").get(), nullptr, nullptr, nullptr));
    const key_ptr signs(PEM_read_PrivateKey(open(path(by + ".key"), "r").get(), nullptr, nullptr, nullptr));
    const key_ptr key(EVP_EC_gen("P-256"));
    const auto made = certificate_of(of, key.get(), for_another);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get()));
    extend(made.get(), NID_subject_alt_name, "DNS:" + of + ",IP:127.0.0.1");
    X509_sign(made.get(), signs.get(), EVP_sha256());
    save(path(file), made.get(), key.get());
}

void certificates::write(const std::string& file, const std::string& text) { std::ofstream(path(file)) << text; }

}  // namespace husky::link
