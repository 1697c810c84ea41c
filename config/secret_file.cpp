#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "config/settings.hpp"

namespace chopay::config {

std::string read_secret(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw BadSettings("cannot read the secret file " + path);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw BadSettings("the secret file " + path + " may be read by others: chmod 600 it");
  }
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  auto secret = text.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) throw BadSettings("the secret file " + path + " is empty");
  return secret;
}

}  // namespace chopay::config
