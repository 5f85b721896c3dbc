#include "settings/load.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "settings/document.hpp"
#include "settings/utf8.hpp"

namespace husky::settings {

void fail(const std::string& source, int line, const std::string& key, const std::string& problem) {
    std::string where = line > 0 ? fmt::format("{}:{}", source, line) : source;
    if (!key.empty()) where += ": " + key;
    throw error(where + ": " + problem);
}

namespace {

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

class loader {
  public:
    loader(const schema& into, const std::string& source, places* given)
        : into_(into), source_(source), given_(given) {}

    void load(const YAML::Node& top, const std::string& shown_path) {
        shown_ = shown_path;
        if (top.IsNull()) return check_required(line_of(top));
        if (!top.IsMap()) reject(top, "", "expected keys and values");
        walk(top, "");
        check_required(line_of(top));
    }

  private:
    [[noreturn]] void reject(const YAML::Node& at, const std::string& path, const std::string& problem) const {
        fail(source_, line_of(at), shown_ + path, problem);
    }

    void note(const YAML::Node& at, const std::string& path) const {
        if (given_ != nullptr) given_->note(shown_ + path, source_, line_of(at));
    }

    void walk(const YAML::Node& map, const std::string& prefix) {
        for (const auto& pair : map) {
            const auto name = pair.first.IsScalar() ? pair.first.Scalar() : std::string("?");
            const std::string path = prefix + name;
            if (const key* k = into_.find(path)) {
                if (!seen_.insert(path).second) reject(pair.first, path, "given twice");
                take(*k, pair.second);
            } else if (into_.is_group(path)) {
                if (!groups_.insert(path).second) reject(pair.first, path, "given twice");
                note(pair.first, path);
                if (pair.second.IsNull()) continue;
                if (!pair.second.IsMap()) reject(pair.second, path, "expected keys and values");
                walk(pair.second, path + ".");
            } else {
                reject(pair.first, path, "unknown key; known here: " + known_below(prefix));
            }
        }
    }

    [[nodiscard]] std::string known_below(const std::string& prefix) const {
        std::set<std::string> names;
        for (const auto& k : into_.keys()) {
            if (!k.path.starts_with(prefix)) continue;
            const auto rest = k.path.substr(prefix.size());
            names.insert(rest.substr(0, rest.find('.')));
            if (names.size() == 40) break;
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void take(const key& k, const YAML::Node& node) {
        if (!k.clear) {
            if (!node.IsScalar() || !k.assign(node.Scalar())) reject(node, k.path, wrong(k, node));
            return note(node, k.path);
        }
        k.clear();
        if (given_ != nullptr) given_->forget(shown_ + k.path);
        note(node, k.path);
        if (node.IsNull()) return;
        if (!node.IsSequence()) reject(node, k.path, wrong(k, node));
        int index = 0;
        for (const auto& item : node) {
            const auto path = fmt::format("{}[{}]", k.path, index);
            note(item, path);
            if (k.take_document) {
                take_document(k, item, path);
            } else if (k.append) {
                const schema inner = k.append();
                loader(inner, source_, given_).load(item, shown_ + path + ".");
            } else if (!item.IsScalar() || !k.assign(item.Scalar())) {
                reject(item, k.path, wrong(k, item));
            }
            ++index;
        }
    }

    void take_document(const key& k, const YAML::Node& item, const std::string& path) const {
        const auto mistake = k.take_document(document_of(item));
        if (!mistake) return;
        const auto inside = mistake->path.empty() ? path : path + "." + mistake->path;
        fail(source_, line_in(item, mistake->path), shown_ + inside, mistake->problem);
    }

    static std::string wrong(const key& k, const YAML::Node& node) {
        const std::string got = node.IsScalar() ? "'" + node.Scalar() + "'"
                                : node.IsMap()  ? "a group"
                                : node.IsNull() ? "nothing"
                                                : "a list";
        return fmt::format("expected {}, got {}", k.expected(), got);
    }

    void check_required(int line) const {
        for (const auto& k : into_.keys())
            if (k.required && !seen_.contains(k.path))
                fail(source_, line, shown_ + k.path, "missing; expected " + k.expected());
    }

    const schema& into_;
    const std::string& source_;
    places* given_;
    std::string shown_;
    std::set<std::string> seen_, groups_;
};

void assign_item(const key& k, std::string_view text, const std::string& source) {
    if (wrong_utf8(text)) fail(source, 0, "", "is not UTF-8");
    if (!k.assign(text)) fail(source, 0, "", fmt::format("expected {}, got '{}'", k.expected(), text));
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

void load_text(const schema& into, const std::string& yaml, const std::string& source, places* given) {
    try {
        loader(into, source, given).load(YAML::Load(yaml), "");
    } catch (const YAML::Exception& problem) {
        fail_yaml(source, yaml, problem);
    }
}

std::string read_file(const std::string& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) throw error(path + ": is a folder, a file is wanted");
    std::ifstream in(path, std::ios::binary);
    std::string text;
    std::array<char, 65536> piece{};
    while (in.read(piece.data(), piece.size()), in.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > largest_file) throw error(path + ": is larger than 16 MiB");
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
    if (k->append || k->take_document) fail(source, 0, "", "a list of groups can only be given in a file");
    if (k->clear)
        assign_list(*k, text, source);
    else
        assign_item(*k, text, source);
    if (given == nullptr) return;
    given->forget(k->path);
    given->note(k->path, {source, 0, ""});
}

}  // namespace husky::settings
