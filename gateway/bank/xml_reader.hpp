#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace chopay::bank {

/// One element, by its local name (prefixes of namespaces are not looked at). Valid as long as its
/// document.
class XmlElement {
 public:
  explicit XmlElement(const void* node) : node_(node) {}

  /// All text directly inside, without surrounding white space.
  std::string text() const;
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

/// Reads XML for messages of banks: UTF-8, no document type, no entities but the five of XML and
/// characters by number. What has more is refused, not ignored.
class XmlDocument {
 public:
  XmlDocument();
  ~XmlDocument();
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;

  /// The root element. Errors: bad_xml, too_large (64 KiB), too_deep (32).
  ledger::Result<XmlElement> parse(std::string_view text);

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

}  // namespace chopay::bank
