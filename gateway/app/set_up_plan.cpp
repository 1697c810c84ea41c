#include "gateway/app/set_up_plan.hpp"

#include <boost/json.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/app/init_market.hpp"
#include "gateway/app/sandbox.hpp"
#include "ledger/file_lock.hpp"
#include "merchant/error.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;

std::string plan_path(const std::string& data) {
  return data + "/setup.json";
}

std::string secret_path(const SetUpPlan& plan, const std::string& data) {
  return std::filesystem::absolute(data + '/' + plan.kind + ".secret").lexically_normal().string();
}

bool is_there(const std::string& path) {
  std::error_code none;
  return std::filesystem::exists(path, none);
}

std::string plan_text(const json::value& plan, std::string_view name) {
  return std::string{plan.at(name).as_string()};
}

}  // namespace

std::string sources_path(const std::string& data) {
  return data + "/sources.toml";
}

std::optional<config::Source> source_of(const SetUpPlan& plan, const std::string& secret_file) {
  if (plan.kind.empty()) return std::nullopt;
  config::Source source;
  for (const char c : plan.kind) source.id += c == '.' ? '-' : c;
  source.kind = plan.kind;
  source.bank = plan.bank;
  source.secret_file = secret_file;
  return source;
}

std::string in_the_way(const SetUpPlan& plan, const std::string& data) {
  if (plan.kind.empty()) return {};
  for (const auto& path : {secret_path(plan, data), sources_path(data)}) {
    if (is_there(path)) return path;
  }
  return {};
}

void keep_plan(const SetUpPlan& plan, const std::string& data) {
  const json::object text{{"market", plan.market},
                          {"person", plan.person},
                          {"kind", plan.kind},
                          {"bank", plan.bank},
                          {"secret", plan.secret}};
  ledger::write_durable_file(plan_path(data), json::serialize(text));
}

std::optional<SetUpPlan> kept_plan(const std::string& data) {
  std::ifstream file{plan_path(data)};
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  try {
    const auto plan = json::parse(text.str());
    return SetUpPlan{plan_text(plan, "market"), plan_text(plan, "person"), plan_text(plan, "kind"),
                     plan_text(plan, "bank"), plan_text(plan, "secret")};
  } catch (const std::exception& error) {
    throw config::BadSettings(plan_path(data) + ": " + error.what());
  }
}

void write_source_files(const SetUpPlan& plan, const std::string& data) {
  const auto path = secret_path(plan, data);
  const auto source = source_of(plan, path);
  if (!source) return;
  if (!is_there(path)) ledger::write_durable_file(path, plan.secret + '\n');
  if (is_there(sources_path(data))) return;
  // A JSON string is a TOML string.
  std::string text = "# The first source of bank notices; further ones may follow.\n[[source]]\n";
  text += "id = \"" + source->id + "\"\nkind = \"" + source->kind + "\"\n";
  if (!source->bank.empty()) text += "bank = \"" + source->bank + "\"\n";
  text += "secret_file = " + json::serialize(json::string{path}) + '\n';
  ledger::write_durable_file(sources_path(data), text);
}

std::string carry_out(const SetUpPlan& plan, Gateway& gateway, const std::string& data) {
  const auto file = merchant::parse_market_file(plan.market);
  if (!file) throw config::BadSettings(plan_path(data) + ": " + file.error().message());
  const auto& market = file->market.market;
  const auto asked = gateway.lane().ask_and_wait(merchant::ShowRegistry{market});
  if (asked.answer) {
    const auto place = merchant::contradiction(**asked.answer, *file);
    if (!place.empty()) {
      throw config::BadSettings(plan_path(data) + ": " + place + " is registered otherwise");
    }
  }
  const auto opened = open_market(gateway.lane(), *file);
  if (!opened) throw config::BadSettings(opened.error().message());
  write_source_files(plan, data);
  auto code = invite_first(gateway, market, plan.person, "set-up page");
  ::unlink(plan_path(data).c_str());
  ledger::sync_directory(data);
  return code;
}

}  // namespace chopay::app
