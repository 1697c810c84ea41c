#include "gateway/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <utility>

namespace chopay::cli {
namespace {

void describe(CLI::Option* made, const Option& option) {
  made->type_name(option.value)->required(option.required);
}

/// CLI11's sentence, or a better one, and where the manual is.
std::string explain(const CLI::ParseError& error, const CLI::App& app) {
  std::string name = app.get_name();
  for (const CLI::App* command = &app; !command->get_subcommands().empty();) {
    command = command->get_subcommands().back();
    name += ' ' + command->get_name();
  }
  std::string text = error.what();
  if (text == "A subcommand is required") text = "a command is missing";
  for (const auto& unknown : app.remaining(true)) {
    if (unknown == "--") continue;
    text = "not understood: " + unknown;
    break;
  }
  return text + "; see " + name + " --help";
}

}  // namespace

Command Command::group(const std::string& name, const std::string& help) {
  return {app_->add_subcommand(name, help)->require_subcommand(1), chosen_};
}

Command Command::command(const std::string& name, const std::string& help,
                         const std::string& manual) {
  auto* made = app_->add_subcommand(name, help);
  made->footer(manual);
  return {made, chosen_};
}

void Command::text(const Option& option, std::string& into) {
  auto* made = app_->add_option(option.name, into, option.help);
  describe(made, option);
  if (!into.empty()) made->capture_default_str();
}

void Command::texts(const Option& option, std::vector<std::string>& into) {
  describe(app_->add_option(option.name, into, option.help), option);
}

void Command::choice(const Option& option, const std::vector<std::string>& words,
                     std::string& into) {
  auto* made = app_->add_option(option.name, into, option.help)->check(CLI::IsMember(words));
  describe(made, option);
  if (!into.empty()) made->capture_default_str();
}

void Command::number(const Option& option, std::int64_t min, std::int64_t max,
                     std::optional<std::int64_t>& into) {
  // CLI11's own integers would read 010 as eight, which no sum of money may.
  const auto read = [&into, name = option.name, min, max](const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < min || number > max) {
      throw CLI::ValidationError(name, '"' + text + "\" is not a whole number from " +
                                           std::to_string(min) + " to " + std::to_string(max));
    }
    into = number;
  };
  describe(app_->add_option_function<std::string>(option.name, read, option.help), option);
}

void Command::flag(const std::string& name, const std::string& help, bool& into) {
  app_->add_flag(name, into, help);
}

void Command::on_call(Action action) {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
}

CommandLine::CommandLine(const std::string& program, const std::string& help,
                         const std::string& manual, const std::string& version)
    : app_(std::make_unique<CLI::App>(help, program)) {
  app_->require_subcommand(1);
  app_->set_version_flag("--version", program + ' ' + version);
  app_->set_help_all_flag("--help-all", "The manual of all commands");
  app_->footer(manual);
}

CommandLine::~CommandLine() = default;

Command CommandLine::root() {
  return {app_.get(), &chosen_};
}

int CommandLine::run(const std::vector<std::string>& arguments, Console& console) {
  chosen_ = {};
  try {
    // CLI11 takes the last argument first.
    app_->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& asked) {
    app_->exit(asked, console.out, console.err);
    return exit_done;
  } catch (const CLI::ParseError& error) {
    return fail(console, explain(error, *app_));
  }
  return chosen_(console);
}

}  // namespace chopay::cli
