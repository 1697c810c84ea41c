#include "gateway/cli/doctor_command.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>

#include "config/settings.hpp"
#include "gateway/bank/signature.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/machine_facts.hpp"
#include "ledger/entry.hpp"
#include "ledger/sqlite.hpp"

namespace chopay::cli {
namespace {

struct DoctorOptions {
  std::string config;
  std::string data;  ///< instead of the configured one
  std::string backups;
  std::vector<std::string> certificates;
  bool json = false;
};

/// When the newest entry of all markets was written.
std::optional<ledger::Instant> newest_entry(ledger::Reader& reader) {
  std::optional<ledger::Instant> newest;
  for (const auto& [market, head] : reader.heads()) {
    const ledger::Seq before{ledger::number(head.seq) - 1};
    reader.read(market, before, 1, [&](const ledger::StoredEntry& stored) {
      const auto entry = ledger::decode(stored.bytes);
      if (entry && (!newest || entry->at > *newest)) newest = entry->at;
      return false;
    });
  }
  return newest;
}

/// Each file of the settings that holds a secret, with what it is in words.
std::vector<std::pair<std::string, std::string>> secret_files(const config::Settings& settings) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& source : settings.sources) {
    files.emplace_back("the secret of source " + source.id, source.secret_file);
    files.emplace_back("the previous secret of source " + source.id, source.previous_secret_file);
  }
  for (const auto& poll : settings.polls) {
    files.emplace_back("the token for the list of " + poll.source, poll.token_file);
  }
  for (const auto& shop : settings.payos) {
    files.emplace_back("the API key of shop " + shop.client_id, shop.api_key_file);
    files.emplace_back("the checksum key of shop " + shop.client_id, shop.checksum_key_file);
  }
  for (const auto& webhook : settings.webhooks) {
    files.emplace_back("the secret of webhook " + webhook.id, webhook.secret_file);
    files.emplace_back("the previous secret of webhook " + webhook.id,
                       webhook.previous_secret_file);
  }
  for (const auto& broker : settings.mqtt) {
    files.emplace_back("the password for broker " + broker.id, broker.password_file);
  }
  // Credentials are there for the service alone.
  std::erase_if(files, [](const auto& file) {
    return file.second.empty() || file.second.starts_with("/run/credentials/");
  });
  return files;
}

/// The ledger's folder, its disk and the guard beside it.
void look_at_folder(const config::Settings& settings, const FileFacts& data,
                    std::vector<Finding>& findings) {
  if (const auto disk = look_at_disk(data.path)) {
    findings.push_back(judge_space(*disk, data.path));
    findings.push_back(judge_sync(*disk, data.path));
  } else {
    findings.push_back({Health::bad, "disk", disk.error().message(),
                        "run this as the user that the service runs as"});
  }
  findings.push_back(judge_private(data, data.owner, "the folder of the ledger"));
  if (const auto key = look_at_file(data.path + "/log.key"); key.exists) {
    findings.push_back(judge_private(key, data.owner, "the key that signs the logs"));
  }
  // Without a setting it is the folder's own path with ".head" behind.
  const std::filesystem::path guard{settings.head_guard.empty() ? data.path + "/../.head"
                                                                : settings.head_guard};
  findings.push_back(judge_guard(look_at_file(guard.parent_path()), data));
}

/// What the ledger itself says: that it can be read, and of when its newest entry is.
std::optional<ledger::Instant> look_at_ledger(const std::string& data,
                                              std::vector<Finding>& findings) {
  std::optional<ledger::Instant> newest;
  try {
    const auto read =
        with_frozen_ledger(data, [&](ledger::Reader& reader) { newest = newest_entry(reader); });
    if (!read) {
      findings.push_back(
          {Health::bad, "ledger", read.error().message(), "chopay init --data " + data});
    } else {
      findings.push_back({Health::good, "ledger", "it can be read", ""});
    }
  } catch (const std::exception& broken) {
    findings.push_back({Health::bad, "ledger", broken.what(),
                        "chopay ledger verify --data " + data + ", and bring back a backup"});
  }
  return newest;
}

std::vector<Finding> examine(const DoctorOptions& options, const ledger::Clock& clock) {
  std::vector<Finding> findings;
  config::Settings settings;
  if (!options.config.empty()) {
    try {
      settings = config::read_settings(options.config);
      findings.push_back({Health::good, "settings", options.config + " can be used", ""});
    } catch (const config::BadSettings& wrong) {
      findings.push_back({Health::bad, "settings", wrong.what(), "correct the settings"});
      if (options.data.empty()) return findings;  // which ledger they mean is not known
    }
  }
  if (!options.data.empty()) settings.data = options.data;
  const auto data = look_at_file(settings.data);
  look_at_folder(settings, data, findings);
  for (const auto& [what, path] : secret_files(settings)) {
    findings.push_back(judge_private(look_at_file(path), data.owner, what));
  }
  const auto newest = look_at_ledger(settings.data, findings);
  findings.push_back(judge_clock(clock.now(), newest, clock_is_synchronised()));
  findings.push_back(judge_sqlite(ledger::sqlite::library_version()));
  findings.push_back(judge_open_files(open_files_max()));
  auto certificates = options.certificates;
  if (!settings.tls_certificate_file.empty()) certificates.push_back(settings.tls_certificate_file);
  for (const auto& path : certificates) {
    const auto pem = read_file(path);
    const auto end = pem ? bank::certificates_end(*pem) : std::nullopt;
    findings.push_back(judge_certificate(path, end, clock.now()));
  }
  if (!options.backups.empty()) {
    findings.push_back(judge_backups(look_at_file(options.backups), data,
                                     newest_backup(options.backups), clock.now()));
  }
  return findings;
}

void print_as_json(const std::vector<Finding>& findings, std::ostream& out) {
  boost::json::array rows;
  for (const auto& [health, check, says, advice] : findings) {
    rows.push_back(boost::json::object{
        {"check", check}, {"health", word(health)}, {"says", says}, {"advice", advice}});
  }
  out << boost::json::object{{"health", word(worst(findings))}, {"findings", rows}} << '\n';
}

void print_as_text(const std::vector<Finding>& findings, std::ostream& out) {
  for (const auto& [health, check, says, advice] : findings) {
    out << word(health) << std::string(9 - word(health).size(), ' ') << check << ": " << says
        << '\n';
    if (!advice.empty()) out << "         -> " << advice << '\n';
  }
}

int doctor(const DoctorOptions& options, Console& console) {
  if (options.config.empty() && options.data.empty()) {
    return fail(console, "say what to look at: --config FILE, --data DIR, or both");
  }
  const auto findings = examine(options, console.clock);
  if (options.json) {
    print_as_json(findings, console.out);
  } else {
    print_as_text(findings, console.out);
  }
  return worst(findings) == Health::bad ? exit_no : exit_done;
}

}  // namespace

void add_doctor_command(Command& root) {
  auto options = options_of<DoctorOptions>();
  Command command =
      root.command("doctor", "Look at the machine, the settings and the ledger, and say what to do",
                   "Works beside a running server, as the user that it runs as. Writes and removes "
                   "a small file\n"
                   "in the ledger's folder to time the disk. Exit code 1 when anything is bad; a "
                   "warning is none.\n"
                   "Example:\n"
                   "  chopay doctor --config /etc/chopay/chopay.toml --backups /backup");
  command.text({"--config", "Settings of the server", "FILE"}, options->config);
  command.text({"--data", "Folder of the ledger, instead of the configured", "DIR"}, options->data);
  command.text({"--backups", "Folder of the backups: how old the newest is", "DIR"},
               options->backups);
  command.texts({"--certificate", "A certificate that a proxy shows; may be repeated", "FILE"},
                options->certificates);
  command.flag("--json", "One object of JSON", options->json);
  command.on_call(action_of(options, doctor));
}

}  // namespace chopay::cli
