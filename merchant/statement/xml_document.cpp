#include "merchant/statement/xml_document.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>

#include "merchant/utf8.hpp"

namespace chopay::merchant::statement {

struct XmlDocument::Tree {
  pugi::xml_document document;
};

namespace {

constexpr int depth_max = 32;

pugi::xml_node node_of(const void* node) {
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(const_cast<void*>(node)));
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_known_entity(std::string_view name) {
  static constexpr std::array<std::string_view, 5> known{"amp", "lt", "gt", "quot", "apos"};
  if (std::ranges::find(known, name) != known.end()) return true;
  if (!name.starts_with('#') || name.size() < 2 || name.size() > 9) return false;
  const bool hex = name[1] == 'x';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  return !digits.empty() && digits.find_first_not_of(hex ? "0123456789abcdefABCDEF"
                                                         : "0123456789") == std::string_view::npos;
}

/// Whether every '&' outside CDATA begins an entity that we know. The parser would leave others as
/// they stand.
bool entities_are_known(std::string_view text) {
  constexpr std::string_view cdata = "<![CDATA[";
  while (true) {
    const auto at = text.find_first_of("&<");
    if (at == std::string_view::npos) return true;
    text.remove_prefix(at);
    if (text.front() == '&') {
      const auto end = text.substr(0, 12).find(';');
      if (end == std::string_view::npos || !is_known_entity(text.substr(1, end - 1))) return false;
      text.remove_prefix(end);
    } else if (text.starts_with(cdata)) {
      const auto end = text.find("]]>");
      if (end == std::string_view::npos) return false;
      text.remove_prefix(end);
    } else {
      text.remove_prefix(1);
    }
  }
}

bool is_shallow(pugi::xml_node root) {
  struct Walker : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node&) override { return depth() < depth_max; }
  };
  Walker walker;
  return root.traverse(walker);
}

}  // namespace

std::string XmlElement::whole_text() const {
  std::string text;
  for (const pugi::xml_node child : node_of(node_)) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  }
  return text;
}

std::string XmlElement::text() const {
  std::string text = whole_text();
  const auto first = std::ranges::find_if_not(text, is_space);
  text.erase(text.begin(), first);
  while (!text.empty() && is_space(text.back())) text.pop_back();
  return text;
}

std::string XmlElement::attribute(const char* name) const {
  return node_of(node_).attribute(name).value();
}

std::vector<XmlElement> XmlElement::children(std::string_view name) const {
  std::vector<XmlElement> found;
  for (const pugi::xml_node child : node_of(node_)) {
    if (child.type() == pugi::node_element && local_name(child) == name)
      found.emplace_back(child.internal_object());
  }
  return found;
}

std::optional<XmlElement> XmlElement::find(std::string_view path) const {
  const auto slash = path.find('/');
  const auto here = children(path.substr(0, slash));
  if (slash == std::string_view::npos) return here.empty() ? std::nullopt : std::optional(here[0]);
  for (const XmlElement& child : here) {
    if (auto found = child.find(path.substr(slash + 1))) return found;
  }
  return std::nullopt;
}

std::string XmlElement::text_at(std::string_view path) const {
  const auto element = find(path);
  return element ? element->text() : std::string{};
}

XmlDocument::XmlDocument() : tree_(std::make_unique<Tree>()) {}
XmlDocument::~XmlDocument() = default;

Result<XmlElement> XmlDocument::parse(std::string_view text, std::size_t bytes_max) {
  const auto refused = [](const char* what) { return Error{Errc::bad_xml, what}; };
  if (text.size() > bytes_max) return refused("it is too large");
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos)
    return refused("it is not UTF-8");
  if (text.find("<!DOCTYPE") != std::string_view::npos ||
      text.find("<!ENTITY") != std::string_view::npos) {
    return refused("it has a document type, which may hide entities");
  }
  if (!entities_are_known(text)) return refused("it has an entity that XML does not define");
  const auto parsed = tree_->document.load_buffer(text.data(), text.size(), pugi::parse_default,
                                                  pugi::encoding_utf8);
  const pugi::xml_node root = tree_->document.document_element();
  if (!parsed || !root) return refused("it is not well-formed; is it only half there?");
  if (root.next_sibling()) return refused("something follows its end");
  if (!is_shallow(root)) return refused("it is nested too deeply");
  return XmlElement(root.internal_object());
}

}  // namespace chopay::merchant::statement
