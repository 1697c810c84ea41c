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
void fields(Archive& archive, Is<HeldAccount> auto& held) {
  static_assert(sizeof(HeldAccount) == 96, "a field is new: add it below");
  archive(held.account, held.holder);
}

template <class Archive>
void fields(Archive& archive, Is<Zone> auto& zone) {
  static_assert(sizeof(Zone) == 64, "a field is new: add it below");
  archive(zone.id, zone.name);
}

template <class Archive>
void fields(Archive& archive, Is<Stall> auto& stall) {
  static_assert(sizeof(Stall) == 360, "a field is new: add it below");
  archive(stall.id, stall.zone, stall.name, stall.trade, stall.household, stall.account,
          stall.holder, stall.memo, stall.issue, stall.former, stall.further, stall.area_dm2,
          stall.consented_at, stall.consent_withdrawn_at, stall.cash_consented_at,
          stall.details_at);
}

template <class Archive>
void fields(Archive& archive, Is<Registry> auto& registry) {
  static_assert(sizeof(Registry) == 360, "a field is new: add it below");
  archive(registry.market, registry.name, registry.province, registry.sandbox,
          registry.managing_body, registry.board_account, registry.contact_at, registry.zones,
          registry.stalls, registry.stalls_by_account);
}

template <class Archive>
void fields(Archive& archive, Is<RestCode> auto& rest) {
  static_assert(sizeof(RestCode) == 32, "a field is new: add it below");
  archive(rest.reference, rest.amount, rest.expires_at);
}

template <class Archive>
void fields(Archive& archive, Is<PaymentRequest> auto& request) {
  static_assert(sizeof(PaymentRequest) == 304, "a field is new: add it below");
  archive(request.id, request.stall, request.amount, request.note, request.reference,
          request.account, request.created_at, request.expires_at, request.cancelled_at,
          request.received, request.any_late, request.token, request.refunded, request.rests,
          request.expiry_told);
}

template <class Archive>
void fields(Archive& archive, Is<Book::Remembered> auto& remembered) {
  archive(remembered.content, remembered.request);
}

template <class Archive>
void fields(Archive& archive, Is<CreditPart> auto& part) {
  static_assert(sizeof(CreditPart) == 72, "a field is new: add it below");
  archive(part.stall, part.request, part.amount);
}

template <class Archive>
void fields(Archive& archive, Is<Allocated> auto& allocated) {
  static_assert(sizeof(Allocated) == 40, "a field is new: add it below");
  archive(allocated.entry, allocated.before, allocated.before_since);
}

template <class Archive>
void fields(Archive& archive, Is<CreditState> auto& credit) {
  static_assert(sizeof(CreditState) == 208, "a field is new: add it below");
  archive(credit.seq, credit.day, credit.occurred_at, credit.recorded_at, credit.account,
          credit.amount, credit.source, credit.since, credit.parts, credit.allocations,
          credit.refunded, credit.refund_pending);
}

template <class Archive>
void fields(Archive& archive, Is<Refund> auto& refund) {
  static_assert(sizeof(Refund) == 280, "a field is new: add it below");
  archive(refund.id, refund.credit, refund.part, refund.reference, refund.account, refund.why,
          refund.by, refund.created_at, refund.paid, refund.cancelled);
}

template <class Archive>
void fields(Archive& archive, Is<Actor> auto& actor) {
  static_assert(sizeof(Actor) == 40, "a field is new: add it below");
  archive(actor.party, actor.by);
}

template <class Archive>
void fields(Archive& archive, Is<PayeeChange> auto& change) {
  static_assert(sizeof(PayeeChange) == 272, "a field is new: add it below");
  archive(change.id, change.stall, change.account, change.holder, change.asked, change.asked_at,
          change.approved, change.effective_at, change.withdrawn, change.done);
}

template <class Archive>
void fields(Archive& archive, Is<statement::Imported> auto& imported) {
  static_assert(sizeof(statement::Imported) == 208, "a field is new: add it below");
  archive(imported.seq, imported.at, imported.id, imported.format, imported.account, imported.from,
          imported.to, imported.lines, imported.credits, imported.credit_sum, imported.by);
}

template <class Archive>
void fields(Archive& archive, Is<statement::ToldCredit> auto& told) {
  static_assert(sizeof(statement::ToldCredit) == 64, "a field is new: add it below");
  archive(told.seq, told.day, told.occurred_at, told.recorded_at, told.reference);
}

template <class Archive>
void fields(Archive& archive, Is<Alarm> auto& alarm) {
  static_assert(sizeof(Alarm) == 112, "a field is new: add it below");
  archive(alarm.seq, alarm.at, alarm.code, alarm.stall, alarm.source, alarm.since, alarm.missed,
          alarm.earlier);
}

template <class Archive>
void fields(Archive& archive, Is<HeldNotice> auto& held) {
  static_assert(sizeof(HeldNotice) == 240, "a field is new: add it below");
  archive(held.seq, held.at, held.key.day, held.key.bank, held.key.account, held.key.reference,
          held.account, held.amount, held.source, held.occurred_at, held.earlier);
}

template <class Archive>
void fields(Archive& archive, Is<ZoneFlow::Seen> auto& seen) {
  static_assert(sizeof(ZoneFlow::Seen) == 24, "a field is new: add it below");
  archive(seen.kept, seen.last_number, seen.last_at);
}

static_assert(sizeof(Book) == 1512, "a field is new: add it to Book::all_fields");

/// What says itself what it is made of.
template <class Archive, class T>
requires requires(Archive& archive, T& whole) {
  std::remove_const_t<T>::all_fields(archive, whole);
}
void fields(Archive& archive, T& whole) {
  std::remove_const_t<T>::all_fields(archive, whole);
}

template <>
inline Stall blank<Stall>() {
  return {{}, {}, {}, {}, {}, {}, {}, blank<ReferenceCode>()};
}
template <>
inline Refund blank<Refund>() {
  return {{}, {}, {}, blank<ReferenceCode>(), {}, {}, {}, {}};
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
