#include "tests/qr/damage.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "qr/jpeg_file.hpp"

namespace chopay::qr::damage {
namespace {

constexpr double table_grey = 70;

std::uint8_t grey(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

/// Uniform in [0, 1): the same on every machine.
double uniform(Random& random) {
  return static_cast<double>(random() >> 11U) * 0x1p-53;
}

double between(Random& random, double least, double most) {
  return least + (most - least) * uniform(random);
}

/// Nearly normal with deviation 1: the sum of twelve uniform numbers.
double normal(Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform(random);
  return sum;
}

double sample(const GreyImage& image, double x, double y) {
  if (x < 0 || y < 0 || x > image.width - 1.0 || y > image.height - 1.0) return table_grey;
  const int x0 = std::min(static_cast<int>(x), image.width - 2);
  const int y0 = std::min(static_cast<int>(y), image.height - 2);
  const double fx = x - x0;
  const double fy = y - y0;
  return (image.at(x0, y0) * (1 - fx) + image.at(x0 + 1, y0) * fx) * (1 - fy) +
         (image.at(x0, y0 + 1) * (1 - fx) + image.at(x0 + 1, y0 + 1) * fx) * fy;
}

/// Every pixel by a function of its place.
template <class Pixel>
GreyImage made(int width, int height, Pixel pixel) {
  GreyImage out(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) out.at(x, y) = grey(pixel(x, y));
  }
  return out;
}

}  // namespace

GreyImage blur(const GreyImage& image, double sigma_px) {
  const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma_px)));
  std::vector<double> weights;
  double sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-i * i / (2 * sigma_px * sigma_px)));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  const auto pass = [&](const GreyImage& from, int dx, int dy) {
    return made(from.width, from.height, [&](int x, int y) {
      double value = 0;
      for (int i = -reach; i <= reach; ++i) {
        const int sx = std::clamp(x + i * dx, 0, from.width - 1);
        const int sy = std::clamp(y + i * dy, 0, from.height - 1);
        value += weights[static_cast<std::size_t>(i + reach)] * from.at(sx, sy);
      }
      return value;
    });
  };
  return pass(pass(image, 1, 0), 0, 1);
}

GreyImage noise(const GreyImage& image, double sigma, Random& random) {
  return made(image.width, image.height,
              [&](int x, int y) { return image.at(x, y) + sigma * normal(random); });
}

GreyImage perspective(const GreyImage& image, double yaw_degrees, double pitch_degrees) {
  const double yaw = yaw_degrees * std::numbers::pi / 180;
  const double pitch = pitch_degrees * std::numbers::pi / 180;
  // A telephone held about three stickers' widths away, which fill most of its picture.
  const double distance = 3.0 * image.width;
  const double cx = image.width / 2.0;
  const double cy = image.height / 2.0;
  // The ray through a pixel meets the turned plane u·a + v·b (a, b: its axes in space).
  const double ax = std::cos(yaw);
  const double az = -std::sin(yaw);
  const double bx = std::sin(yaw) * std::sin(pitch);
  const double by = std::cos(pitch);
  const double bz = std::cos(yaw) * std::sin(pitch);
  // The near edge grows: the photo takes in a third more than the sticker.
  const int width = image.width * 4 / 3;
  const int height = image.height * 4 / 3;
  return made(width, height, [&](int px, int py) {
    const double rx = (px - width / 2.0) / distance;
    const double ry = (py - height / 2.0) / distance;
    // Solve u·ax + v·bx = rx·(d + u·az + v·bz), v·by = ry·(d + u·az + v·bz).
    const double m11 = ax - rx * az;
    const double m12 = bx - rx * bz;
    const double m21 = -ry * az;
    const double m22 = by - ry * bz;
    const double determinant = m11 * m22 - m12 * m21;
    const double u = (rx * distance * m22 - m12 * ry * distance) / determinant;
    const double v = (m11 * ry * distance - m21 * rx * distance) / determinant;
    return sample(image, u + cx, v + cy);
  });
}

GreyImage contrast(const GreyImage& image, int dark, int light) {
  return made(image.width, image.height,
              [&](int x, int y) { return dark + image.at(x, y) * (light - dark) / 255.0; });
}

GreyImage glare(const GreyImage& image, double radius, double strength, Random& random) {
  const double cx = between(random, 0.2, 0.8) * image.width;
  const double cy = between(random, 0.2, 0.8) * image.height;
  const double reach = radius * image.width;
  return made(image.width, image.height, [&](int x, int y) {
    const double away = std::hypot(x - cx, y - cy) / reach;
    const double light = strength * std::exp(-away * away);
    return image.at(x, y) * (1 - light) + 255 * light;
  });
}

GreyImage creases(const GreyImage& image, int count, Random& random) {
  GreyImage out = image;
  for (int i = 0; i < count; ++i) {
    const double angle = between(random, 0, std::numbers::pi);
    const double nx = std::cos(angle);
    const double ny = std::sin(angle);
    const double offset = between(random, 0.25, 0.75) * (nx * image.width + ny * image.height);
    const double shift = between(random, -1.5, 1.5);
    const GreyImage before = out;
    out = made(image.width, image.height, [&](int x, int y) {
      const double away = x * nx + y * ny - offset;
      const double moved = away > 0 ? shift : 0;
      const double shade =
          90 * std::exp(-away * away / 3) - 60 * std::exp(-(away - 4) * (away - 4) / 6);
      return sample(before, std::clamp(x + moved * nx, 0.0, image.width - 1.0),
                    std::clamp(y + moved * ny, 0.0, image.height - 1.0)) -
             shade;
    });
  }
  return out;
}

GreyImage occlusion(const GreyImage& image, double part, Random& random) {
  const double ratio = between(random, 0.6, 1.6);
  const double area = part * image.width * image.height;
  const double half_width = std::sqrt(area * ratio) / 2;
  const double half_height = std::sqrt(area / ratio) / 2;
  const double cx = between(random, 0.2, 0.8) * image.width;
  const double cy = between(random, 0.2, 0.8) * image.height;
  const double tone = between(random, 60, 190);
  return made(image.width, image.height, [&](int x, int y) {
    const bool covered = std::abs(x - cx) < half_width && std::abs(y - cy) < half_height;
    return covered ? tone : static_cast<double>(image.at(x, y));
  });
}

GreyImage jpeg(const GreyImage& image, int quality) {
  return read_jpeg(write_jpeg(image, quality).value()).value();
}

GreyImage downscale(const GreyImage& image, int width_px) {
  const double scale = static_cast<double>(image.width) / width_px;
  const int height_px = static_cast<int>(std::lround(image.height / scale));
  return made(width_px, height_px, [&](int x, int y) {
    double sum = 0;
    double weight = 0;
    const int x1 = std::min(image.width, static_cast<int>(std::ceil((x + 1) * scale)));
    const int y1 = std::min(image.height, static_cast<int>(std::ceil((y + 1) * scale)));
    for (int sy = static_cast<int>(y * scale); sy < y1; ++sy) {
      const double wy = std::min(sy + 1.0, (y + 1) * scale) - std::max<double>(sy, y * scale);
      for (int sx = static_cast<int>(x * scale); sx < x1; ++sx) {
        const double wx = std::min(sx + 1.0, (x + 1) * scale) - std::max<double>(sx, x * scale);
        sum += wx * wy * image.at(sx, sy);
        weight += wx * wy;
      }
    }
    return sum / weight;
  });
}

GreyImage market(const GreyImage& image, Random& random) {
  GreyImage out = creases(image, 1, random);
  out = perspective(out, between(random, -20, 20), between(random, -15, 15));
  out = contrast(out, 40, 215);
  out = glare(out, 0.12, 0.5, random);
  out = blur(out, 1.0);
  out = noise(out, 6, random);
  return jpeg(out, 60);
}

}  // namespace chopay::qr::damage
