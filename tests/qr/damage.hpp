#pragma once

#include <cstdint>
#include <random>

#include "qr/grey_image.hpp"

namespace chopay::qr::damage {

/// What a sticker on a stall goes through before it is a photo. Each takes a picture and gives the
/// damaged one; randomness comes from the seeded engine, so the same seed gives the same damage.
using Random = std::mt19937_64;

/// Gaussian blur with this standard deviation in pixels.
GreyImage blur(const GreyImage& image, double sigma_px);
/// Noise of the sensor, standard deviation in grey levels.
GreyImage noise(const GreyImage& image, double sigma, Random& random);
/// Turned away from the camera by the angles around the vertical and the horizontal axis, on a dark
/// table.
GreyImage perspective(const GreyImage& image, double yaw_degrees, double pitch_degrees);
/// Squeezed to the grey levels from `dark` to `light`.
GreyImage contrast(const GreyImage& image, int dark, int light);
/// A lamp's reflection: a spot of this radius, relative to the picture's width, that washes out.
GreyImage glare(const GreyImage& image, double radius, double strength, Random& random);
/// Folds across the paper: a dark and a light line each, the paper shifted by a pixel or two.
GreyImage creases(const GreyImage& image, int count, Random& random);
/// A patch that covers this part of the picture's area: a finger, a leaf, dirt.
GreyImage occlusion(const GreyImage& image, double part, Random& random);
/// Compressed and unpacked again.
GreyImage jpeg(const GreyImage& image, int quality);
/// Resampled by area to this width.
GreyImage downscale(const GreyImage& image, int width_px);

/// A moderately worn sticker as it is found on a market: all of the above, each a little.
GreyImage market(const GreyImage& image, Random& random);

}  // namespace chopay::qr::damage
