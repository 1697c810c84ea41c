// The command line of the real world: what main() calls.
#include <csignal>
#include <iostream>

#include "gateway/cli/cli.hpp"

namespace chopay::cli {

int run(int argc, char** argv, const Hooks& hooks) {
  const ledger::SystemClock clock;
  ledger::SystemRandom random;
  Console console{std::cin, std::cout, std::cerr, clock, random, sandbox::make_web()};
  // A reader that goes away, of a socket or of what is printed, ends no command.
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return fail(console, "SIGPIPE cannot be ignored");
  return run({argv + (argc > 0 ? 1 : 0), argv + argc}, console, hooks);
}

}  // namespace chopay::cli
