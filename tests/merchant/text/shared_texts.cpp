#include "tests/merchant/text/shared_texts.hpp"

#include <zlib.h>

#include <array>
#include <memory>

namespace chopay::testing {

std::optional<std::vector<std::string>> read_lines(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
  if (!file) return std::nullopt;
  std::vector<std::string> lines;
  std::string line;
  std::array<char, 65536> buffer;
  for (int read = 0; (read = gzread(file.get(), buffer.data(), buffer.size())) > 0;) {
    for (int i = 0; i < read; ++i) {
      const char c = buffer[static_cast<std::size_t>(i)];
      if (c != '\n') {
        line += c;
        continue;
      }
      lines.push_back(std::move(line));
      line.clear();
    }
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> split_tabs(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  for (std::size_t tab; (tab = line.find('\t', begin)) != std::string::npos; begin = tab + 1) {
    cells.push_back(line.substr(begin, tab - begin));
  }
  cells.push_back(line.substr(begin));
  return cells;
}

std::optional<std::vector<std::string>> read_unrelated_texts(const std::string& vectors) {
  auto lines = read_lines(vectors + "/negative_descriptions.txt.gz");
  if (!lines) return std::nullopt;
  for (std::string& line : *lines) line = split_tabs(line).back();
  return lines;
}

}  // namespace chopay::testing
