#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

#include "gateway/sandbox/web.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"

namespace chopay::cli {

/// Exit codes of every command.
inline constexpr int exit_done = 0;     ///< done, and what was looked at is right
inline constexpr int exit_no = 1;       ///< done, and the answer is no: invalid, damaged, refused
inline constexpr int exit_not_run = 2;  ///< could not be done: wrong use, unreadable input

/// What a command may touch of the world. Passed in, so that tests see everything.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const ledger::Clock& clock;
  ledger::Random& random;
  sandbox::Web web;
};

/// Writes "chopay: " and the text as one line to err (control characters become '?') and gives the
/// exit code back.
int fail(Console& console, std::string_view text, int exit_code = exit_not_run);

/// The next line without its '\n', of which at most `bytes_max` bytes are kept. False at the end of
/// the input.
bool next_line(std::istream& in, std::string& line, std::size_t bytes_max);

}  // namespace chopay::cli
