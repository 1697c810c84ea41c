#pragma once

#include "merchant/archive.hpp"
#include "merchant/book.hpp"

namespace chopay::merchant {

// What a book is made of, for its snapshot. A field that is added to one of these structs must be
// added here too; the sizes make sure that nobody forgets. And whenever apply() comes to mean
// something else, Rules::state_form must change, so that older snapshots are thrown away.

template <class T, class Wanted>
concept Is = std::same_as<std::remove_const_t<T>, Wanted>;

template <class Archive>
void fields(Archive& archive, Is<PayeeAccount> auto& account) {
  static_assert(sizeof(PayeeAccount) == 64, "a field is new: add it below");
  archive(account.bank, account.number);
}

template <class Archive>
void fields(Archive& archive, Is<Zone> auto& zone) {
  static_assert(sizeof(Zone) == 64, "a field is new: add it below");
  archive(zone.id, zone.name);
}

template <class Archive>
void fields(Archive& archive, Is<Stall> auto& stall) {
  static_assert(sizeof(Stall) == 272, "a field is new: add it below");
  archive(stall.id, stall.zone, stall.name, stall.trade, stall.household, stall.account,
          stall.holder, stall.memo);
}

template <class Archive>
void fields(Archive& archive, Is<Registry> auto& registry) {
  static_assert(sizeof(Registry) == 224, "a field is new: add it below");
  archive(registry.market, registry.name, registry.province, registry.sandbox, registry.zones,
          registry.stalls, registry.stalls_by_account);
}

template <class Archive>
void fields(Archive& archive, Is<RestCode> auto& rest) {
  static_assert(sizeof(RestCode) == 32, "a field is new: add it below");
  archive(rest.reference, rest.amount, rest.expires_at);
}

template <class Archive>
void fields(Archive& archive, Is<PaymentRequest> auto& request) {
  static_assert(sizeof(PaymentRequest) == 296, "a field is new: add it below");
  archive(request.id, request.stall, request.amount, request.note, request.reference,
          request.account, request.created_at, request.expires_at, request.cancelled_at,
          request.received, request.any_late, request.token, request.refunded, request.rests);
}

template <class Archive>
void fields(Archive& archive, Is<Book::Remembered> auto& remembered) {
  archive(remembered.content, remembered.request);
}

template <class Archive>
void fields(Archive& archive, Is<Book> auto& book) {
  static_assert(sizeof(Book) == 512, "a field is new: add it to Book::all_fields");
  Book::all_fields(archive, book);
}

template <>
inline Stall blank<Stall>() {
  return {{}, {}, {}, {}, {}, {}, {}, blank<ReferenceCode>()};
}
template <>
inline RestCode blank<RestCode>() {
  return {blank<ReferenceCode>(), {}, {}};
}
template <>
inline PaymentRequest blank<PaymentRequest>() {
  return {{}, {}, {}, {}, blank<ReferenceCode>(), {}, {}, {}, {}, {}};
}

}  // namespace chopay::merchant
