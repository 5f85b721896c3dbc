#include "settings/schema/load.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "settings/utf8.hpp"

namespace husky::settings {

namespace {

class loader {
  public:
    loader(const schema& into, places* given) : into_(into), given_(given) {}

    void load(const node& top) {
        if (top.is != node::kind::nothing) {
            if (top.is != node::kind::group) fail(top.where, "expected keys and values");
            walk(top, "");
        }
        for (const auto& k : into_.keys())
            if (k.required && !seen_.contains(k.path)) fail(top.place_of(k.path), "missing; expected " + k.expected());
    }

  private:
    void note(const place& at) const {
        if (given_ != nullptr) given_->note(at.key, at);
    }

    void walk(const node& group, const std::string& prefix) {
        for (const auto& m : group.members) {
            const std::string path = prefix + m.name;
            const key* k = into_.find(path);
            if (k == nullptr && !into_.is_group(path)) fail_unknown(m.where, into_.names_below(prefix));
            if (!seen_.insert(path).second) fail(m.where, "given twice");
            if (k != nullptr) {
                take(*k, m.value);
                continue;
            }
            note(m.where);
            if (m.value.is == node::kind::nothing) continue;
            if (m.value.is != node::kind::group) fail(m.value.where, "expected keys and values");
            walk(m.value, path + ".");
        }
    }

    void take(const key& k, const node& n) {
        if (!k.clear) {
            take_one(k, n, n.where);
            return note(n.where);
        }
        k.clear();
        if (given_ != nullptr) given_->forget(n.where.key);
        note(n.where);
        if (n.is == node::kind::nothing) return;
        const bool is_too_long = k.max_items > 0 && n.items.size() > k.max_items;
        if (n.is != node::kind::list || is_too_long) fail_expected(n, k.expected());
        for (const auto& item : n.items) {
            note(item.where);
            take_one(k, item, n.where);
        }
    }

    /// A wrong scalar of a list is blamed on the key of the list.
    void take_one(const key& k, const node& n, const place& blamed) {
        if (k.take) return k.take(n);
        if (k.append) return loader(k.append(), given_).load(n);
        if (k.assign_nothing && n.is == node::kind::nothing) return k.assign_nothing();
        if (!accepts(k.is, n))
            fail({n.where.source, n.where.line, blamed.key},
                 fmt::format("expected {}, got {}", k.expected(), shown(n)));
        k.assign(n.text);
    }

    const schema& into_;
    places* given_;
    std::set<std::string> seen_;
};

void assign_item(const key& k, std::string_view text, const std::string& source) {
    if (wrong_utf8(text)) fail(source, 0, "", "is not UTF-8");
    if (!accepts(k.is, text)) fail(source, 0, "", fmt::format("expected {}, got '{}'", k.expected(), text));
    k.assign(text);
}

void assign_list(const key& k, std::string_view text, const std::string& source) {
    k.clear();
    for (std::size_t from = 0; from < text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        assign_item(k, text.substr(from, comma - from), source);
        from = comma + 1;
    }
}

}  // namespace

void load(const schema& into, const node& from, places* given) { loader(into, given).load(from); }

void load_text(const schema& into, const std::string& yaml, const std::string& source, places* given) {
    load(into, parse_yaml(yaml, source), given);
}

std::string read_file(const std::string& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) throw error(path + ": is a folder; expected a file");
    std::ifstream in(path, std::ios::binary);
    std::string text;
    std::array<char, 65536> piece{};
    while (in.read(piece.data(), piece.size()), in.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_file) throw error(path + ": is larger than 16 MiB");
    }
    if (!in.is_open() || in.bad()) throw error(path + ": cannot be read; check the name and its permissions");
    return utf8_text(std::move(text), path);
}

void load_file(const schema& into, const std::string& path, places* given) {
    load_text(into, read_file(path), path, given);
}

void set(const schema& into, std::string_view path, std::string_view text, const std::string& source, places* given) {
    const key* k = into.find(path);
    if (k == nullptr) throw std::logic_error("no such key: " + std::string(path));
    if (k->is_of_groups()) fail(source, 0, "", "a list of groups can only be given in a file");
    if (k->clear)
        assign_list(*k, text, source);
    else
        assign_item(*k, text, source);
    if (given == nullptr) return;
    given->forget(k->path);
    given->note(k->path, {source, 0, ""});
}

}  // namespace husky::settings
