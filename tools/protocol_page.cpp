// Rewrites the tables of PROTOCOL.md from the message catalogue.
#include <fstream>
#include <iostream>
#include <sstream>

#include "protocol/catalogue_page.hpp"

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: protocol-page PROTOCOL.md\n";
        return 2;
    }
    const std::string path = arguments[1];
    std::ostringstream text;
    if (!(text << std::ifstream(path, std::ios::binary).rdbuf())) {
        std::cerr << path << ": cannot be read\n";
        return 2;
    }
    const auto page = husky::protocol::with_catalogue(text.str());
    if (!page) {
        std::cerr << path << ": the marker lines of the catalogue are missing\n";
        return 1;
    }
    if (*page == text.str()) return 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    if (!(out << *page << std::flush)) {
        std::cerr << path << ": cannot be written\n";
        return 1;
    }
    std::cout << path << " rewritten\n";
    return 0;
}
