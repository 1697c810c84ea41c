# Writes OUT: a table of the bytes of FILES, found by file name. Run by chopay_embed.
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char file_${index}[] = {${bytes}'\\0'};\n")
  string(APPEND rows "    {\"${name}\", {file_${index}, ${size}}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT}
"#include <string_view>
#include <utility>

namespace ${NAMESPACE} {
std::string_view embedded(std::string_view name);
namespace {
${arrays}
constexpr std::pair<std::string_view, std::string_view> table[] = {
${rows}};
}  // namespace
std::string_view embedded(std::string_view name) {
  for (const auto& [file, bytes] : table) {
    if (file == name) return bytes;
  }
  return {};
}
}  // namespace ${NAMESPACE}
")
