#pragma once

#include <string>
#include <vector>

#include "gateway/cli/console.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// The whole command line of chopay; gives the exit code (see console.hpp). `arguments` are without
/// the program's name. Bad input never throws: it is one line on err that begins with "chopay: ".
int run(const std::vector<std::string>& arguments, Console& console, const Hooks& hooks);

/// The same for main(): standard streams, the machine's clock and randomness, the network. Writing
/// to a closed pipe is an error of the command, not the end of the process.
int run(int argc, char** argv, const Hooks& hooks);

}  // namespace chopay::cli
