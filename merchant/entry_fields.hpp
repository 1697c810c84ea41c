#pragma once

#include <boost/json.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/entry_data.hpp"

namespace chopay::merchant {

/// Reads the fields of a JSON object in an entry's data; each missing or wrong one names itself and
/// the entry. Both must outlive it.
class FieldReader {
 public:
  FieldReader(const ledger::Entry& entry, const boost::json::object& object)
      : entry_(entry), object_(&object) {}

  std::string text(std::string_view name) const;
  std::string text_or_empty(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  ledger::Seq seq(std::string_view name) const;
  bool has(std::string_view name) const { return object_->contains(name); }
  bool flag(std::string_view name) const;
  Instant instant(std::string_view name) const;
  ReferenceCode reference(std::string_view name) const;
  StallId stall(std::string_view name) const;
  FieldReader object(std::string_view name) const;
  /// The objects of an array.
  std::vector<FieldReader> list(std::string_view name) const;

  /// Throws BrokenLog with the place.
  [[noreturn]] void broken(std::string_view name) const;

 private:
  const ledger::Entry& entry_;
  const boost::json::object* object_;
};

/// An entry's data, parsed, with the reader of its fields.
class Fields : public FieldReader {
 public:
  explicit Fields(const ledger::Entry& entry);
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

 private:
  /// Holds most data: the lane folds without allocating. Never read before it was written.
  std::array<unsigned char, 2048> first_memory_;
  boost::json::monotonic_resource memory_{first_memory_.data(), first_memory_.size()};
  boost::json::object parsed_{&memory_};
};

}  // namespace chopay::merchant
