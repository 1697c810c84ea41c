#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cli/console.hpp"

namespace CLI {
class App;
}

/// A wall around the library that reads command lines: commands declare their options here and
/// build in a second.
namespace chopay::cli {

/// How one option ("--bank") or argument ("PAYLOAD") looks in the manual.
struct Option {
  std::string name;
  std::string help;
  std::string value = "TEXT";  ///< what stands for its value; empty for an argument
  bool required = false;
};

/// What a command does once the whole line is read; gives the exit code.
using Action = std::function<int(Console&)>;

/// One command while the tree is built. What an option is read into must live as long as the tree:
/// let the action own it.
class Command {
 public:
  /// A command that only holds others.
  Command group(const std::string& name, const std::string& help);
  /// `manual` stands at the end of its --help and has an example.
  Command command(const std::string& name, const std::string& help, const std::string& manual);

  /// A text; what is in `into` already is its default.
  void text(const Option& option, std::string& into);
  /// An argument that may be given many times.
  void texts(const Option& option, std::vector<std::string>& into);
  /// One of the given words.
  void choice(const Option& option, const std::vector<std::string>& words, std::string& into);
  /// A decimal number from min to max: 010 is ten, 1e3 and 1.5 are refused.
  void number(const Option& option, std::int64_t min, std::int64_t max,
              std::optional<std::int64_t>& into);
  void flag(const std::string& name, const std::string& help, bool& into);
  void on_call(Action action);

 private:
  friend class CommandLine;
  Command(CLI::App* app, Action* chosen) : app_(app), chosen_(chosen) {}

  CLI::App* app_;
  Action* chosen_;
};

/// A program's tree of commands.
class CommandLine {
 public:
  CommandLine(const std::string& program, const std::string& help, const std::string& manual,
              const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Command root();
  /// Reads the arguments and runs the command they name. --help and --version go to out; what is
  /// not understood is one line on err and exit_not_run.
  int run(const std::vector<std::string>& arguments, Console& console);

 private:
  std::unique_ptr<CLI::App> app_;
  Action chosen_;
};

/// Options of a command, to be shared by its tree and its action.
template <class Options>
std::shared_ptr<Options> options_of() {
  return std::make_shared<Options>();
}

/// The action that calls `command` with these options and the console.
template <class Options, class Function>
Action action_of(std::shared_ptr<Options> options, Function command) {
  return [options, command](Console& console) { return command(*options, console); };
}

}  // namespace chopay::cli
