#include <boost/json/serialize.hpp>

#include "protocol/by_name/message_json.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "settings/json_text.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/examples.hpp"

using namespace husky::protocol;

namespace {

std::string json(std::string_view notation, const dialect& d = default_dialect()) {
    const auto bytes = exact(wire(notation));
    frame_reader reader(d);
    reader.push(bytes);
    const auto f = reader.next();
    REQUIRE(f.has_value());
    return husky::settings::json_text(to_json(*f, d));
}

}  // namespace

TEST_CASE("a decoded frame shows name, code, sender, provenance and fields", "[json]") {
    CHECK(json("05 00 03 00 01") ==
          R"({"name":"start","code":3,"from":"host","provenance":"documented","fields":{"tandem_side":1}})");
    CHECK(json("04 00 70 00") == R"({"name":"identify","code":112,"from":"any","provenance":"extension","fields":{}})");
    CHECK(json("14 00 01 00 'HY-0001' 20*9") ==
          R"({"name":"init","code":1,"from":"machine","provenance":"documented",)"
          R"("provenance_of":{"code":"reconstructed","sender":"reconstructed","layout":"reconstructed"},)"
          R"("fields":{"serial_number":"HY-0001"}})");
}

TEST_CASE("lists show their count, and values their type", "[json]") {
    CHECK(json("21 00 08 00 00 00 01 04 00 01 00 02 11 00 00 00 65 00 01 00 00 B0 40 66 00 01 00 00 C0 7F 67 00 00") ==
          R"({"name":"cycle","code":8,"from":"machine","provenance":"documented",)"
          R"("provenance_of":{"code":"reconstructed","layout":"reconstructed"},"fields":)"
          R"({"result":0,"tandem_side":1,"number_variables":4,"values":[)"
          R"({"variable_id":1,"value_type":2,"value":17},{"variable_id":101,"value_type":1,"value":5.5},)"
          R"({"variable_id":102,"value_type":1,"value":null},{"variable_id":103,"value_type":0,"value":null}]}})");
}

TEST_CASE("raw bytes are hexadecimal text, limits that are not set are null", "[json]") {
    CHECK(json("16 00 21 00 02 00 02 00 00 00 26 39 F4 CB 00 00 00 00 02 00 DE AD") ==
          R"({"name":"download_setup","code":33,"from":"host","provenance":"reconstructed","fields":)"
          R"({"setup_number":2,"total_size":2,"crc32":3421780262,"offset":0,"data_size":2,"data":"dead"}})");
    CHECK(json("19 00 0B 00 01 65 00 05 00 00 00 C0 40 00 00 A0 40 00 00 C0 7F 00 00 C0 7F") ==
          R"({"name":"spc_write","code":11,"from":"host","provenance":"reconstructed","fields":)"
          R"({"tandem_side":1,"variable_id":101,"subgroup_size":5,"ucl":6,"lcl":5,"usl":null,"lsl":null}})");
}

TEST_CASE("a frame that does not decode shows its fault", "[json]") {
    CHECK(json("04 00 03 00").find(R"("fault":"truncated")") != std::string::npos);
    CHECK(json("06 00 03 00 00 00").find(R"("fault":"trailing bytes")") != std::string::npos);
    CHECK(json("0B 00 06 80 00 00 01 00 65 00 04").find(R"("fault":"unknown value type")") != std::string::npos);
}

TEST_CASE("an unknown command word shows its code only", "[json]") {
    CHECK(json("04 00 99 00") == R"({"code":153})");
    CHECK(json("04 00 00 80") == R"({"code":32768})");
    CHECK(json("04 00 08 80") == R"({"code":32776})");
}

TEST_CASE("every example has a JSON with fields and no fault", "[json]") {
    for_each_example([]<class Message>(const Message&, std::string_view notation) {
        const auto text = json(notation);
        CAPTURE(text);
        CHECK(text.find("\"fields\":{") != std::string::npos);
        CHECK(text.find("\"fault\"") == std::string::npos);
        CHECK(text.find("\"name\":\"" + std::string(Message::describe().name) + "\"") != std::string::npos);
    });
}

TEST_CASE("a frame is shown in its dialect's codes", "[json][dialect]") {
    dialect d;
    d.set_code(index_of<start>, 0x0203);
    CHECK(json("05 00 03 02 00", d).find(R"("name":"start","code":515)") != std::string::npos);
    CHECK(json("06 00 03 82 00 00", d).find(R"("name":"start response")") != std::string::npos);
    CHECK(json("05 00 03 00 00", d) == R"({"code":3})");
}
