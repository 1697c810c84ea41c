#include "gateway/people/known_passwords.hpp"

namespace chopay::people {

/// The bytes of a file that is compiled in.
std::string_view embedded(std::string_view file_name);

std::string_view known_passwords() {
  static const auto list = embedded("known_passwords.txt");
  return list;
}

bool is_known_password(std::string_view small) {
  // Halves what is left, which begins and ends between two lines.
  for (auto left = known_passwords(); !left.empty();) {
    const auto before = left.substr(0, left.size() / 2).rfind('\n');
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const auto end = left.find('\n', begin);
    const auto line = left.substr(begin, end - begin);
    if (line == small) return true;
    left = line < small ? left.substr(end + 1) : left.substr(0, begin);
  }
  return false;
}

}  // namespace chopay::people
