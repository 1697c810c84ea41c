#include "gateway/cli/cli.hpp"

#include <exception>

#include "gateway/cli/admin_commands.hpp"
#include "gateway/cli/callback_command.hpp"
#include "gateway/cli/charges_command.hpp"
#include "gateway/cli/doctor_command.hpp"
#include "gateway/cli/init_command.hpp"
#include "gateway/cli/key_commands.hpp"
#include "gateway/cli/ledger_commands.hpp"
#include "gateway/cli/listen_command.hpp"
#include "gateway/cli/market_commands.hpp"
#include "gateway/cli/pay_command.hpp"
#include "gateway/cli/proof_commands.hpp"
#include "gateway/cli/qr_commands.hpp"
#include "gateway/cli/secrets_command.hpp"
#include "gateway/cli/serve_commands.hpp"
#include "gateway/cli/statement_command.hpp"
#include "gateway/cli/store_commands.hpp"
#include "gateway/cli/text_commands.hpp"
#include "gateway/cli/traffic_command.hpp"

namespace chopay::cli {
namespace {

constexpr const char* manual =
    "Exit codes: 0 done, 1 the answer is no, 2 it could not be done.\n"
    "Each command has its own --help with an example.";

/// A full disk or a closed pipe must not look like success.
int finish(int code, Console& console) {
  console.out.flush();
  return console.out ? code : fail(console, "cannot write the output");
}

}  // namespace

int run(const std::vector<std::string>& arguments, Console& console, const Hooks& hooks) {
  CommandLine line{"chopay", "VietQR codes, bank notices and a ledger for market stalls", manual,
                   CHOPAY_VERSION};
  Command root = line.root();
  add_init_command(root, hooks);
  add_serve_commands(root, hooks);
  add_doctor_command(root);
  add_listen_command(root, hooks);
  add_pay_command(root);
  add_traffic_command(root);
  add_qr_commands(root);
  add_ledger_commands(root, hooks);
  add_store_commands(root);
  add_proof_commands(root);
  add_market_commands(root, hooks);
  add_key_commands(root, hooks);
  add_admin_commands(root, hooks);
  add_charges_commands(root, hooks);
  add_secrets_commands(root);
  add_text_commands(root);
  add_callback_commands(root);
  add_statement_commands(root);
  try {
    return finish(line.run(arguments, console), console);
  } catch (const std::exception& broken) {
    return fail(console, broken.what());
  }
}

}  // namespace chopay::cli
