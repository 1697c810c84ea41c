#include "qr/draw_svg.hpp"

#include <algorithm>
#include <charconv>

namespace chopay::qr {
namespace {

void append_number(std::string& out, int number) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

/// A row as strokes along its middle: "M4 4.5h7m1 0h1". Short, and drawn without seams.
void append_row(std::string& out, const Symbol& symbol, int y) {
  const int size = symbol.size();
  int pen = -1;  // where the last stroke ended; -1 before the first
  for (int x = 0; x < size;) {
    if (!symbol.dark(x, y)) {
      ++x;
      continue;
    }
    const int start = x;
    while (x < size && symbol.dark(x, y)) ++x;
    if (pen < 0) {
      out += 'M';
      append_number(out, start + quiet_zone_modules);
      out += ' ';
      append_number(out, y + quiet_zone_modules);
      out += ".5h";
    } else {
      out += 'm';
      append_number(out, start - pen);
      out += " 0h";
    }
    append_number(out, x - start);
    pen = x;
  }
}

void append_path(std::string& out, const Symbol& symbol) {
  for (int y = 0; y < symbol.size(); ++y) append_row(out, symbol, y);
}

}  // namespace

std::string svg_path(const Symbol& symbol) {
  std::string out;
  append_path(out, symbol);
  return out;
}

std::string styled_by_attributes(std::string_view svg) {
  constexpr std::string_view opening = " style=\"";
  std::string out;
  out.reserve(svg.size() + svg.size() / 8);
  for (auto at = svg.find(opening); at != std::string_view::npos; at = svg.find(opening)) {
    out += svg.substr(0, at);
    svg.remove_prefix(at + opening.size());
    const auto end = std::min(svg.find('"'), svg.size());
    for (auto style = svg.substr(0, end); !style.empty();) {
      const auto property = style.substr(0, style.find(';'));
      style.remove_prefix(std::min(property.size() + 1, style.size()));
      const auto colon = property.find(':');
      if (colon == std::string_view::npos) continue;
      out.append(" ").append(property.substr(0, colon)).append("=\"");
      out.append(property.substr(colon + 1)).append("\"");
    }
    svg.remove_prefix(std::min(end + 1, svg.size()));
  }
  return out.append(svg);
}

std::string draw_svg(const Symbol& symbol, int pixels) {
  const std::string side = std::to_string(symbol.size_with_quiet_zone());
  std::string out;
  out.reserve(static_cast<std::size_t>(symbol.size() * symbol.size()) * 5 / 2 + 300);
  out += R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )";
  out += side + ' ' + side + '"';
  if (pixels > 0) {
    const std::string length = std::to_string(pixels);
    out += " width=\"" + length + "\" height=\"" + length + '"';
  }
  out += R"( shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)";
  out += side + 'v' + side + "H0z\"/><path stroke=\"#000\" d=\"";
  append_path(out, symbol);
  out += "\"/></svg>\n";
  return out;
}

}  // namespace chopay::qr
