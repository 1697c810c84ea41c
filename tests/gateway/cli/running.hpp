#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "gateway/cli/cli.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// A command line with captured streams, a standing clock and no network.
struct Running {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  ManualClock clock{market_morning()};
  RepeatableRandom random;
  sandbox::Web web = [](const sandbox::WebRequest& request) -> sandbox::Result<sandbox::WebAnswer> {
    return sandbox::Error{sandbox::Errc::no_answer, request.url};
  };
  cli::Hooks hooks;

  int operator()(const std::vector<std::string>& arguments) {
    cli::Console console{in, out, err, clock, random, web};
    return cli::run(arguments, console, hooks);
  }
  /// What was printed since the last take.
  std::string take() {
    std::string text = out.str();
    out.str("");
    return text;
  }
  /// The one line on err, since the last take, without what every line begins with. Empty unless it
  /// is exactly one such line.
  std::string complaint() {
    std::string text = err.str();
    err.str("");
    const bool one_line = text.starts_with("chopay: ") && text.find('\n') == text.size() - 1;
    return one_line ? text.substr(8, text.size() - 9) : std::string();
  }
};

}  // namespace chopay::testing
