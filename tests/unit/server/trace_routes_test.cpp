#include <boost/json.hpp>

#include "protocol/wire/frame_queue.hpp"
#include "protocol/wire/hex.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/http_tools.hpp"

using namespace husky;
using namespace husky::host;
namespace json = boost::json;

namespace {

struct traced_api : asked_api {
    traced_api() : asked_api("none") {}

    void pass(std::span<const std::byte> bytes, frame_direction direction, std::uint64_t link = 1, int second = 0,
              protocol::link_kind on = protocol::link_kind::machine_functions) {
        live.ring.add({link, at(second), direction, on, &protocol::default_dialect()}, bytes);
    }
    template <protocol::described_message Message>
    void pass(const Message& m, frame_direction direction, std::uint64_t link = 1, int second = 0) {
        protocol::frame_queue encoded({});
        REQUIRE(encoded.add(m, protocol::default_dialect()) == protocol::frame_queue::added::yes);
        pass(encoded.back(), direction, link, second);
    }
    json::array items(const std::string& query = "") {
        const auto answer = get("/api/v1/trace" + query);
        REQUIRE(answer.status == 200);
        const auto document = json::parse(answer.body).as_object();
        CHECK(document.at("next").is_null());
        return document.at("items").as_array();
    }
    /// Names and serials, in their order.
    std::vector<std::string> told(const std::string& query = "") {
        std::vector<std::string> all;
        for (const auto& each : items(query))
            all.push_back(std::string(each.at("serial").as_string()) + ' ' + each.at("direction").as_string().c_str() +
                          ' ' + each.at("name").as_string().c_str());
        return all;
    }
};

using words = std::vector<std::string>;
using enum frame_direction;

std::vector<std::byte> bytes(std::string_view text) { return protocol::bytes_from_hex(text).value(); }

}  // namespace

TEST_CASE("a frame is shown with its message, the place of each field and its bytes", "[http][trace]") {
    traced_api api;
    protocol::init_response answer;
    answer.result = protocol::init_result::ok;
    answer.synch_time = 0x01020304;
    api.live.ring.name_link(1, "HY-0001");
    api.pass(answer, sent, 1, 5);
    const auto frame = api.items().at(0).as_object();
    CHECK(
        json::serialize(frame) ==
        R"({"number":0,"time":"2026-01-01T00:00:05.000Z","serial":"HY-0001","direction":"sent","name":"init response",)"
        R"("code":32769,"size":10,"provenance":"documented","provenance_of":{"code":"reconstructed","sender":"reconstructed","layout":"reconstructed"},"fault":null,)"
        R"("fields":{"result":0,"synch_time":16909060},"layout":[)"
        R"({"offset":0,"size":2,"name":"message_size","value":10,"provenance":"documented"},)"
        R"({"offset":2,"size":2,"name":"command","value":32769,"provenance":"reconstructed"},)"
        R"({"offset":4,"size":2,"name":"result","value":0,"provenance":"reconstructed"},)"
        R"({"offset":6,"size":4,"name":"synch_time","value":16909060,"provenance":"documented"}],)"
        R"("bytes":"0a000180000004030201"})");
}

TEST_CASE("elements of lists are named by their paths, and every byte is in one row", "[http][trace]") {
    traced_api api;
    protocol::cycle cycle;
    cycle.values.resize(3);
    cycle.values[0] = {1, 17};
    cycle.values[1] = {4, 1767225600};
    cycle.values[2] = {101, 5.5F};
    api.pass(cycle, received);
    const auto frame = api.items().at(0).as_object();
    CHECK(frame.at("fields").at("values").as_array().size() == 3);
    std::size_t end = 0;
    std::map<std::string, json::value> values;
    for (const auto& row : frame.at("layout").as_array()) {
        CHECK(static_cast<std::size_t>(row.at("offset").as_int64()) == end);
        end += static_cast<std::size_t>(row.at("size").as_int64());
        values[row.at("name").as_string().c_str()] = row.at("value");
    }
    CHECK(end == static_cast<std::size_t>(frame.at("size").as_int64()));
    CHECK(values.at("values.0.variable_id") == 1);
    CHECK(values.at("values.0.value") == 17);
    CHECK(values.at("values.2.value") == 5.5);
}

TEST_CASE("the newest frames come last, and filters leave out the others", "[http][trace]") {
    traced_api api;
    api.live.ring.name_link(1, "HY-0001");
    api.live.ring.name_link(2, "HY/2 ü");
    api.pass(protocol::status{}, sent, 1, 1);
    api.pass(protocol::status_response{}, received, 1, 2);
    api.pass(protocol::identify{}, received, 2, 3);
    api.pass(protocol::status{}, sent, 2, 4);
    const words all{"HY-0001 sent status", "HY-0001 received status response", "HY/2 ü received identify",
                    "HY/2 ü sent status"};
    CHECK(api.told() == all);
    CHECK(api.told("?limit=1") == words{all[3]});
    CHECK(api.told("?limit=3&direction=received") == words{all[1], all[2]});
    CHECK(api.told("?serial=HY-0001") == words{all[0], all[1]});
    CHECK(api.told("?serial=HY%2F2%20%C3%BC&message=status") == words{all[3]});
    CHECK(api.told("?message=status_response") == words{all[1]});
    CHECK(api.told("?message=status%20response&direction=sent").empty());
    CHECK(api.told("?serial=&message=") == all);
    CHECK(api.told("?serial=HY-0009").empty());
    CHECK(api.get("/api/v1/trace?format=csv&limit=1").body.starts_with("number,time,serial,direction,name,"));
}

TEST_CASE("bytes that are no message are shown as far as they can be told", "[http][trace]") {
    traced_api api;
    api.pass(bytes("04007777"), received);
    api.pass(bytes("0600068000ff"), received);
    api.pass(bytes("05000c00"), received);
    api.pass(bytes("0400"), received);
    const auto items = api.items();
    REQUIRE(items.size() == 4);
    CHECK(items[0].at("name") == "unknown");
    CHECK(items[0].at("code") == 0x7777);
    CHECK(items[0].at("fault") == "unknown command");
    CHECK(items[0].at("provenance").is_null());
    CHECK(items[1].at("fault").is_string());
    CHECK(items[3].at("layout").as_array().empty());
    for (const auto& each : items)
        CHECK(each.at("fields").is_object());
}

TEST_CASE("frames of every kind decode, whole and cut at each byte", "[http][trace]") {
    traced_api api;
    const auto& dialect = protocol::default_dialect();
    protocol::for_each_message([&]<class Message>() {
        protocol::frame_queue encoded({});
        encoded.add(Message{}, dialect);
        const auto whole = encoded.back();
        for (auto size = whole.size(); size > 0; --size) {
            api.live.ring.clear();
            api.pass(whole.first(size), received, 1, 0, Message::describe().link);
            const auto items = api.items();
            REQUIRE(items.size() == 1);
            CHECK(items[0].at("size") == size);
            if (size == whole.size()) CHECK(items[0].at("fault").is_null());
            if (size == whole.size())
                CHECK(items[0].at("name").as_string() == std::string_view(Message::describe().name));
        }
    });
}

TEST_CASE("what is asked wrong of a trace is refused", "[http][trace]") {
    traced_api api;
    for (const char* query :
         {"?message=cake", "?direction=both", "?direction=", "?limit=0", "?limit=1001", "?limit=x", "?after=1",
          "?serial=a&serial=b", "?format=xml", "?cake=1", "?message=%00", "?order=desc"}) {
        CAPTURE(query);
        const auto answer = api.get("/api/v1/trace" + std::string(query));
        CHECK(answer.status == 400);
        CHECK(answer.content_type == "application/problem+json");
    }
}

TEST_CASE("frames of several threads are put in the order of their time", "[trace]") {
    frame_ring first({8, 1024}), second({8, 1024});
    const auto pass = [](frame_ring& into, int time, int what) {
        into.add({.time = at(time), .wire_dialect = &protocol::default_dialect()},
                 std::vector<std::byte>(4, std::byte(what)));
    };
    pass(first, 1, 1);
    pass(first, 3, 3);
    pass(first, 3, 4);
    pass(second, 2, 2);
    pass(second, 5, 5);
    std::vector<int> order;
    for (const auto& each : newest_of_all({newest_frames(first, {}), newest_frames(second, {})}, 4))
        order.push_back(static_cast<int>(each.bytes.front()));
    CHECK(order == std::vector<int>{2, 3, 4, 5});
}
