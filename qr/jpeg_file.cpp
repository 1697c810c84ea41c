#include "qr/jpeg_file.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <memory>

// After <cstdio>: jpeglib.h uses FILE and size_t without including their headers.
#include <jpeglib.h>

namespace chopay::qr {
namespace {

/// libjpeg's errors jump back to where the work began; nothing is printed.
struct Failure {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void jump_back(j_common_ptr info) {
  auto* failure = reinterpret_cast<Failure*>(info->err);
  std::longjmp(failure->back, 1);
}

/// A warning means that the data are damaged: what follows would be invented pixels.
void on_message(j_common_ptr info, int level) {
  if (level < 0) jump_back(info);
}

void ignore_output(j_common_ptr) {}

void install(Failure& failure) {
  jpeg_std_error(&failure.manager);
  failure.manager.error_exit = jump_back;
  failure.manager.emit_message = on_message;
  failure.manager.output_message = ignore_output;
}

/// A progressive picture may come in any number of scans, each costing a pass over all pixels. Real
/// cameras write about ten.
constexpr int scans_max = 100;

void limit_scans(j_common_ptr info) {
  const auto* reader = reinterpret_cast<j_decompress_ptr>(info);
  if (reader->input_scan_number > scans_max) jump_back(info);
}

struct ReadJob {
  jpeg_decompress_struct info;
  Failure failure;
  jpeg_progress_mgr progress;
  const unsigned char* data;
  unsigned long size;
  unsigned char* pixels;
};

/// Between setjmp and its return stand plain C values only.
bool read_header(ReadJob& job) noexcept {
  if (setjmp(job.failure.back) != 0) return false;
  jpeg_create_decompress(&job.info);
  job.progress.progress_monitor = limit_scans;
  job.info.progress = &job.progress;
  jpeg_mem_src(&job.info, job.data, job.size);
  return jpeg_read_header(&job.info, TRUE) == JPEG_HEADER_OK;
}

bool read_pixels(ReadJob& job) noexcept {
  if (setjmp(job.failure.back) != 0) return false;
  job.info.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&job.info);
  while (job.info.output_scanline < job.info.output_height) {
    JSAMPROW row = job.pixels + std::size_t{job.info.output_scanline} * job.info.output_width;
    jpeg_read_scanlines(&job.info, &row, 1);
  }
  jpeg_finish_decompress(&job.info);
  return true;
}

struct WriteJob {
  jpeg_compress_struct info;
  Failure failure;
  unsigned char* out;
  unsigned long out_size;
  const unsigned char* pixels;
  int width;
  int height;
  int components;
  int quality;
};

bool write_pixels(WriteJob& job) noexcept {
  if (setjmp(job.failure.back) != 0) return false;
  jpeg_create_compress(&job.info);
  jpeg_mem_dest(&job.info, &job.out, &job.out_size);
  job.info.image_width = static_cast<JDIMENSION>(job.width);
  job.info.image_height = static_cast<JDIMENSION>(job.height);
  job.info.input_components = job.components;
  job.info.in_color_space = job.components == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&job.info);
  jpeg_set_quality(&job.info, job.quality, TRUE);
  jpeg_start_compress(&job.info, TRUE);
  const std::size_t row_bytes =
      static_cast<std::size_t>(job.width) * static_cast<std::size_t>(job.components);
  while (job.info.next_scanline < job.info.image_height) {
    // libjpeg only reads the row, but its interface does not say const.
    JSAMPROW row = const_cast<JSAMPROW>(job.pixels + job.info.next_scanline * row_bytes);
    jpeg_write_scanlines(&job.info, &row, 1);
  }
  jpeg_finish_compress(&job.info);
  return true;
}

Result<std::string> write(int width, int height, int components, const void* pixels, int quality) {
  constexpr int side_max = 8192;
  if (width < 1 || height < 1 || width > side_max || height > side_max) {
    return Error(Errc::picture_too_big);
  }
  WriteJob job{};
  job.pixels = static_cast<const unsigned char*>(pixels);
  job.width = width;
  job.height = height;
  job.components = components;
  job.quality = quality;
  install(job.failure);
  job.info.err = &job.failure.manager;
  const bool written = write_pixels(job);
  jpeg_destroy_compress(&job.info);
  const std::unique_ptr<unsigned char, decltype(&std::free)> freed(job.out, &std::free);
  if (!written) return Error(Errc::drawing_failed, 0, "JPEG");
  return std::string(reinterpret_cast<const char*>(job.out), job.out_size);
}

struct DestroyRead {
  void operator()(jpeg_decompress_struct* info) const noexcept { jpeg_destroy_decompress(info); }
};

}  // namespace

Result<GreyImage> read_jpeg(std::string_view bytes, const PictureLimits& limits) {
  if (bytes.size() > limits.bytes_max) return Error(Errc::picture_too_big);
  ReadJob job{};
  job.data = reinterpret_cast<const unsigned char*>(bytes.data());
  job.size = bytes.size();
  install(job.failure);
  job.info.err = &job.failure.manager;
  const std::unique_ptr<jpeg_decompress_struct, DestroyRead> freed(&job.info);
  if (bytes.empty() || !read_header(job)) return Error(Errc::picture_damaged);
  const std::size_t width = job.info.image_width;
  const std::size_t height = job.info.image_height;
  if (width * height > limits.pixels_max || width > 0x7FFF || height > 0x7FFF) {
    return Error(Errc::picture_too_big);
  }
  GreyImage grey(static_cast<int>(width), static_cast<int>(height));
  job.pixels = grey.pixels.data();
  if (!read_pixels(job)) return Error(Errc::picture_damaged);
  return grey;
}

Result<std::string> write_jpeg(int width, int height, std::string_view rgb, int quality) {
  const auto wanted = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
  if (rgb.size() != wanted) return Error(Errc::drawing_failed, 0, "JPEG");
  return write(width, height, 3, rgb.data(), quality);
}

Result<std::string> write_jpeg(const GreyImage& image, int quality) {
  return write(image.width, image.height, 1, image.pixels.data(), quality);
}

}  // namespace chopay::qr
