#include "tests/sim/families.hpp"

#include "client/model/family/family_file.hpp"

namespace husky::sim {

const cells::family& some_family(std::size_t which) {
    static const std::array<cells::family, 3> all{
        cells::load_family(HUSKY_SOURCE_DIR "/configs/families/pet.yaml"),
        cells::load_family(HUSKY_SOURCE_DIR "/configs/families/cap.yaml"),
        cells::load_family(HUSKY_SOURCE_DIR "/configs/families/thinwall.yaml")};
    return all.at(which);
}

}  // namespace husky::sim
