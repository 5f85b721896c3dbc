#include "server/watch/frame_reader.hpp"

#include "tests/catch.hpp"

using namespace husky::host;

namespace {

/// A ring with frames of links 1 (machine A), 2 (B) and 3, which named no machine.
struct ring_bench {
    frame_ring ring{{1024, std::size_t{1} << 20}};
    frame_reader reader{ring};
    watch_list list;

    void add(std::uint64_t link, std::size_t size = 8) {
        ring.add({.link = link}, std::vector<std::byte>(size, std::byte(link)));
        if (link < 3) ring.name_link(link, link == 1 ? "A" : "B");
    }
    void watch() { reader.watch(&list); }
    /// Links of the frames, and what was lost.
    std::string taken() {
        machine_changes into;
        reader.take(list, into);
        std::string out;
        for (const auto& each : into.frames)
            out += std::to_string(each.about.link) + '@' + std::to_string(each.number) + ' ';
        if (into.lost_frames > 0) out += "lost " + std::to_string(into.lost_frames);
        return out;
    }
};

}  // namespace

TEST_CASE("frames are told from when they are watched, each once", "[watch]") {
    ring_bench bench;
    bench.list.add_all({topic::frames});
    bench.add(1);
    CHECK(bench.taken().empty());
    bench.watch();
    CHECK(bench.taken().empty());
    bench.add(1);
    bench.add(3);
    CHECK(bench.taken() == "1@1 3@2 ");
    bench.watch();  // others came to watch
    bench.add(2);
    CHECK(bench.taken() == "2@3 ");
    bench.reader.watch(nullptr);
    bench.add(1);
    CHECK(bench.taken().empty());
    bench.watch();
    CHECK(bench.taken().empty());
}

TEST_CASE("frames of machines that nobody watches are passed over", "[watch]") {
    ring_bench bench;
    bench.list.add("B", {topic::frames});
    bench.list.add("A", {topic::status});
    bench.watch();
    for (const std::uint64_t link : {1, 2, 3, 1, 2})
        bench.add(link);
    CHECK(bench.taken() == "2@1 2@4 ");
}

TEST_CASE("frames that are too many, too large or gone are lost", "[watch]") {
    ring_bench bench;
    bench.list.add_all({topic::frames});
    bench.watch();
    for (std::size_t i = 0; i < frame_reader::max_frames + 3; ++i)
        bench.add(1);
    machine_changes many;
    bench.reader.take(bench.list, many);
    CHECK(many.frames.size() == frame_reader::max_frames);
    CHECK(many.lost_frames == 3);
    for (int i = 0; i < 3; ++i)
        bench.add(1, 60'000);
    CHECK(bench.taken() == "1@131 1@132 lost 1");
    for (int i = 0; i < 1500; ++i)
        bench.add(1);
    machine_changes late;
    bench.reader.take(bench.list, late);
    CHECK(late.frames.size() + late.lost_frames == 1500);
    CHECK(bench.taken().empty());
}
