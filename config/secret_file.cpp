#include <sys/stat.h>

#include <fstream>
#include <string>

#include "config/settings.hpp"

namespace chopay::config {
namespace {

constexpr std::streamsize secret_bytes_max = 16 * 1024;  // a key in PEM is smaller

}  // namespace

std::string read_secret(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw BadSettings("cannot read the secret file " + path);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw BadSettings("the secret file " + path + " may be read by others: chmod 600 it");
  }
  // Into no other memory than the secret's own, which its owner wipes.
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);
  file.open(path);
  std::string secret(secret_bytes_max, '\0');
  file.read(secret.data(), secret_bytes_max);
  secret.resize(static_cast<std::size_t>(file.gcount()));
  if (file && file.peek() != std::ifstream::traits_type::eof()) {
    throw BadSettings("the secret file " + path + " is longer than any secret");
  }
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) throw BadSettings("the secret file " + path + " is empty");
  return secret;
}

}  // namespace chopay::config
