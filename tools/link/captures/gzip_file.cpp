#include "tools/link/captures/gzip_file.hpp"

#include <zlib.h>

#include <array>
#include <new>
#include <utility>

namespace husky::tools {

namespace {

constexpr int gzip_only = 16;  ///< added to the bits of the window: neither zlib's own form nor none

class gzip_reader {
  public:
    gzip_reader(open_file packed, std::shared_ptr<std::string> damage)
        : packed_(std::move(packed)), damage_(std::move(damage)) {
        if (inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc();
    }
    ~gzip_reader() { inflateEnd(&stream_); }
    gzip_reader(const gzip_reader&) = delete;
    gzip_reader& operator=(const gzip_reader&) = delete;

    /// At least one byte, or 0 at the end.
    std::size_t read(char* to, std::size_t size) {
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = static_cast<uInt>(size);
        while (!over_ && stream_.avail_out == size)
            step();
        return size - stream_.avail_out;
    }

  private:
    void step() {
        if (stream_.avail_in == 0) refill();
        if (stream_.avail_in == 0) return end(between_ ? "" : "the gzip data is cut");
        if (between_ && !begin_piece()) return end("");
        const int result = inflate(&stream_, Z_NO_FLUSH);
        between_ = result == Z_STREAM_END;
        if (!between_ && result != Z_OK && result != Z_BUF_ERROR) end("the gzip data is damaged");
    }

    void refill() {
        stream_.next_in = in_.data();
        stream_.avail_in = static_cast<uInt>(std::fread(in_.data(), 1, in_.size(), packed_.get()));
        if (std::ferror(packed_.get()) != 0) end("cannot be read");
    }

    /// After a piece may come another, or padding of a disk block.
    bool begin_piece() {
        return *stream_.next_in == static_cast<unsigned char>(gzip_start.front()) && inflateReset(&stream_) == Z_OK;
    }

    void end(const char* why) {
        if (!over_) *damage_ = why;
        over_ = true;
    }

    open_file packed_;
    std::shared_ptr<std::string> damage_;
    z_stream stream_{};
    std::array<Bytef, std::size_t{64} * 1024> in_{};
    bool between_ = false;  ///< two pieces
    bool over_ = false;
};

gzip_reader* reader_of(void* cookie) { return static_cast<gzip_reader*>(cookie); }

}  // namespace

open_file open_gzip(open_file packed, std::shared_ptr<std::string> damage) {
    auto reader = std::make_unique<gzip_reader>(std::move(packed), std::move(damage));
    cookie_io_functions_t calls{};
    calls.read = [](void* cookie, char* to, std::size_t size) -> ssize_t {
        return static_cast<ssize_t>(reader_of(cookie)->read(to, size));
    };
    calls.close = [](void* cookie) {
        delete reader_of(cookie);
        return 0;
    };
    open_file file(fopencookie(reader.get(), "rb", calls));
    if (!file) throw std::bad_alloc();
    static_cast<void>(reader.release());  // deleted when the file is closed
    return file;
}

}  // namespace husky::tools
