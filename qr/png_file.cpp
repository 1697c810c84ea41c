#include "qr/png_file.hpp"

#include <png.h>

#include <csetjmp>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace chopay::qr {
namespace {

constexpr int side_max = 8192;

/// Where libpng writes to: memory large enough for the worst case, so that no C++ exception ever
/// has to pass through C code.
struct Sink {
  png_bytep data;
  std::size_t capacity;
  std::size_t size;
};

void write_to_sink(png_structp png, png_bytep data, png_size_t size) {
  auto* sink = static_cast<Sink*>(png_get_io_ptr(png));
  if (sink->capacity - sink->size < size) png_error(png, "more than the worst case");
  std::memcpy(sink->data + sink->size, data, size);
  sink->size += size;
}

void ignore_flush(png_structp) {}
void ignore_warning(png_structp, png_const_charp) {}
[[noreturn]] void jump_out(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}

struct Job {
  png_uint_32 width;
  png_uint_32 height;
  png_bytepp rows;
  bool two_colours;
  Sink sink;
};

/// Between setjmp and its return stand plain C values only.
bool write_job(png_structp png, png_infop info, Job& job) noexcept {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_write_fn(png, &job.sink, write_to_sink, ignore_flush);
  png_set_compression_level(png, 1);
  png_set_filter(png, 0, PNG_FILTER_NONE);
  png_set_IHDR(png, info, job.width, job.height, job.two_colours ? 1 : 8,
               job.two_colours ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (job.two_colours) {
    // The window holds a whole picture of a symbol, so that it is never moved along (half of the
    // time at 4 KiB); rows repeat, so half as many hashes as usual do.
    png_set_compression_window_bits(png, 15);
    png_set_compression_mem_level(png, 6);
    const png_color palette[2] = {{255, 255, 255}, {0, 0, 0}};
    png_set_PLTE(png, info, palette, 2);
  }
  png_write_info(png, info);
  png_write_image(png, job.rows);
  png_write_end(png, info);
  return true;
}

/// Memory that a thread's pictures take one after the other. Left to itself the allocator gives
/// zlib's tables back to the system after every picture: 85 % of the time went into fetching them
/// anew.
class PictureMemory {
 public:
  /// As png_malloc wants it: nullptr where there is none.
  void* take(std::size_t size) noexcept {
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    if (rounded < size || rounded > block_.size() - used_) return std::malloc(size);
    return block_.data() + std::exchange(used_, used_ + rounded);
  }
  void give_back(void* memory) noexcept {
    if (!std::less_equal<>{}(block_.data(), static_cast<std::byte*>(memory)) ||
        !std::less<>{}(static_cast<std::byte*>(memory), block_.data() + block_.size())) {
      std::free(memory);
    }
  }
  /// The next picture may take everything. REQUIRES: nothing taken is still used.
  void begin() noexcept { used_ = 0; }

 private:
  static constexpr std::size_t alignment = alignof(std::max_align_t);
  std::vector<std::byte> block_ = std::vector<std::byte>(384 * 1024);
  std::size_t used_ = 0;
};

png_voidp take_memory(png_structp png, png_alloc_size_t size) {
  return static_cast<PictureMemory*>(png_get_mem_ptr(png))->take(size);
}
void give_memory_back(png_structp png, png_voidp memory) {
  static_cast<PictureMemory*>(png_get_mem_ptr(png))->give_back(memory);
}

class WriteStruct {
 public:
  WriteStruct() {
    static thread_local PictureMemory memory;
    memory.begin();
    png_ = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, nullptr, jump_out, ignore_warning,
                                     &memory, take_memory, give_memory_back);
    info_ = png_ ? png_create_info_struct(png_) : nullptr;
  }
  ~WriteStruct() { png_destroy_write_struct(&png_, &info_); }
  WriteStruct(const WriteStruct&) = delete;
  WriteStruct& operator=(const WriteStruct&) = delete;

  bool run(Job& job) { return info_ != nullptr && write_job(png_, info_, job); }

 private:
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

/// Stored deflate blocks cost 5 bytes in 16 KiB, IDAT chunks 12 in 8 KiB; the rest is headers.
std::size_t worst_case(std::size_t raw) {
  return raw + raw / 256 + 1024;
}

struct FreeImage {
  void operator()(png_image* image) const noexcept { png_image_free(image); }
};

}  // namespace

Result<std::string> write_png(int width, std::span<const std::uint8_t* const> rows,
                              PngPixels pixels) {
  if (width < 1 || width > side_max || rows.empty() || rows.size() > side_max) {
    return Error(Errc::picture_too_big);
  }
  const bool two_colours = pixels == PngPixels::two_colours;
  const std::size_t columns = static_cast<std::size_t>(width);
  const std::size_t row_bytes = (two_colours ? (columns + 7) / 8 : columns * 3) + 1;
  const std::size_t capacity = worst_case(row_bytes * rows.size());
  const std::unique_ptr<png_byte[]> memory(new png_byte[capacity]);
  // libpng only reads rows it writes, but its interface does not say const.
  auto** row_pointers = const_cast<png_bytepp>(rows.data());
  Job job{static_cast<png_uint_32>(width),
          static_cast<png_uint_32>(rows.size()),
          row_pointers,
          two_colours,
          {memory.get(), capacity, 0}};
  WriteStruct writer;
  if (!writer.run(job)) return Error(Errc::drawing_failed, 0, "PNG");
  return std::string(reinterpret_cast<const char*>(memory.get()), job.sink.size);
}

Result<GreyImage> read_png(std::string_view bytes, const PictureLimits& limits) {
  if (bytes.size() > limits.bytes_max) return Error(Errc::picture_too_big);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, FreeImage> freed(&image);
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return Error(Errc::picture_damaged);
  }
  constexpr std::size_t side_limit = 0x7FFF;
  if (image.width > side_limit || image.height > side_limit ||
      std::size_t{image.width} * image.height > limits.pixels_max) {
    return Error(Errc::picture_too_big);
  }
  image.format = PNG_FORMAT_GRAY;
  GreyImage grey(static_cast<int>(image.width), static_cast<int>(image.height));
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, grey.pixels.data(), 0, nullptr) == 0) {
    return Error(Errc::picture_damaged);
  }
  return grey;
}

}  // namespace chopay::qr
