#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace chopay::api {

/// What reading one photo may cost; more ends its process.
struct PhotoLimits {
  std::chrono::milliseconds time_max{9'000};  ///< by the clock; the server answers 503 after 10 s
  std::chrono::seconds cpu_max{5};            ///< processor time
  std::size_t memory_bytes_max = 768U << 20U;
};

/// What became of a photo.
struct PhotoTexts {
  enum class End {
    read,        ///< the picture was looked at; `texts` may be empty
    refused,     ///< no PNG or JPEG, damaged or too big; `why` says it
    over_limit,  ///< the process was ended for its time or memory, or broke
  };
  End end = End::over_limit;
  std::vector<std::string> texts;  ///< of every code; one that is not UTF-8 is an empty text
  std::string why;
};

/// Reads every code of a photo in a process of its own (`program qr read --json -`), because a
/// picture is whatever a stranger made of it: time and memory are bounded, and what breaks the
/// reader breaks nothing else. Waits for it; call from a worker thread. `program` is this program:
/// "/proc/self/exe".
PhotoTexts read_in_process(const std::string& program, std::string_view photo,
                           const PhotoLimits& limits = {});

}  // namespace chopay::api
