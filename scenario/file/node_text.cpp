#include <boost/json.hpp>
#include <limits>

#include "protocol/value.hpp"
#include "scenario/file/node.hpp"
#include "settings/scalar.hpp"

namespace husky::scenario {

namespace json = boost::json;

namespace {

json::value scalar_json(const node& n) {
    if (n.quoted) return json::value(n.text);
    if (n.text.empty() || n.text == "null" || n.text == "~") return nullptr;
    if (n.text == "true" || n.text == "false") return n.text == "true";
    if (const auto whole = settings::parse_integer(n.text)) return *whole;
    if (const auto number = settings::parse_number(n.text)) return *number;
    return json::value(n.text);
}

/// Writes YAML's flow style and breaks lines so that what follows stands where it stood.
class yaml_writer {
  public:
    explicit yaml_writer(std::string file) : file_(std::move(file)) {}

    void write(const node& n) {
        switch (n.is) {
            case node::kind::nothing:
                out_ += "~";
                break;
            case node::kind::scalar:
                go_to(n.where);
                scalar(n);
                break;
            case node::kind::list:
                list(n);
                break;
            case node::kind::group:
                group(n);
                break;
        }
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void go_to(const mark& where) {
        if (where.file != file_) return;
        for (; line_ < where.line; ++line_)
            out_ += '\n';
    }
    void scalar(const node& n) {
        if (!n.quoted && (n.text.empty() || n.text == "~" || n.text == "null")) {
            out_ += "~";
            return;
        }
        protocol::append_json_string(out_, n.text);
    }
    void list(const node& n) {
        go_to(n.where);
        out_ += "[";
        bool first = true;
        for (const auto& item : n.items) {
            if (!first) out_ += ", ";
            first = false;
            write(item);
        }
        out_ += "]";
    }
    void group(const node& n) {
        go_to(n.where);
        out_ += "{";
        bool first = true;
        for (const auto& m : n.members) {
            if (!first) out_ += ", ";
            first = false;
            go_to(m.where);
            protocol::append_json_string(out_, m.name);
            out_ += ": ";
            write(m.value);
        }
        out_ += "}";
    }

    std::string file_, out_;
    int line_ = 1;
};

}  // namespace

json::value to_json(const node& n) {
    switch (n.is) {
        case node::kind::nothing:
            return nullptr;
        case node::kind::scalar:
            return scalar_json(n);
        case node::kind::list: {
            json::array out;
            for (const auto& item : n.items)
                out.push_back(to_json(item));
            return out;
        }
        case node::kind::group: {
            json::object out;
            for (const auto& m : n.members)
                out[m.name] = to_json(m.value);
            return out;
        }
    }
    return nullptr;
}

std::string to_yaml(const node& n) {
    yaml_writer writer(n.where.file);
    writer.write(n);
    return writer.take();
}

}  // namespace husky::scenario
