#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/error.hpp"

namespace chopay::merchant::statement {

/// One element, by its local name (prefixes of namespaces are not looked at). Valid as long as its
/// document.
class XmlElement {
 public:
  explicit XmlElement(const void* node) : node_(node) {}

  /// All text directly inside, without surrounding white space.
  std::string text() const;
  /// The same as it stands.
  std::string whole_text() const;
  /// The attribute's value, empty when absent.
  std::string attribute(const char* name) const;
  /// The elements of the name directly inside.
  std::vector<XmlElement> children(std::string_view name) const;
  /// The first element at a path of names, e.g. "Acct/Id/Othr/Id".
  std::optional<XmlElement> find(std::string_view path) const;
  /// The text of that element; empty when there is none.
  std::string text_at(std::string_view path) const;

 private:
  const void* node_;
};

/// Reads XML for statements and messages of banks: UTF-8, no document type, no entities but the
/// five of XML and characters by number. What has more is refused, not ignored, so there is nothing
/// to expand or to fetch.
class XmlDocument {
 public:
  XmlDocument();
  ~XmlDocument();
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;

  /// The root element. bad_xml says what is wrong: too many bytes, deeper than 32, not well-formed,
  /// not UTF-8, a document type.
  Result<XmlElement> parse(std::string_view text, std::size_t bytes_max);

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

}  // namespace chopay::merchant::statement
