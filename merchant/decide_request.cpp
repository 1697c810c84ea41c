// Decisions on payment requests: open, cancel, look.
#include <algorithm>

#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

constexpr std::size_t note_bytes_max = 200;

Result<RequestView> view_of(const Book& book, const PaymentRequest& request, Instant now) {
  return RequestView{request, request.status(now), book.registry(), false};
}

bool is_note(std::string_view note) {
  return note.size() <= note_bytes_max && std::none_of(note.begin(), note.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20;
         });
}

}  // namespace

Rules::Outcome Rules::decide_on(const OpenRequest& command, ledger::KnownKeys&, Instant now) {
  const auto refuse = [](Errc code, std::string detail = {}) {
    return Outcome{{}, Result<RequestView>{Error{code, std::move(detail)}}};
  };
  const auto* market = book(command.market);
  if (!market) return refuse(Errc::unknown_market);
  if (command.idempotency) {
    if (const auto* earlier = market->remembered(command.idempotency->key)) {
      return repeat(*market, *earlier, command, now);
    }
  }
  const auto* stall = market->registry()->stall(command.stall);
  if (!stall) return refuse(Errc::unknown_stall, command.stall.text());
  if (command.amount < ledger::transfer_min || command.amount > ledger::transfer_max) {
    return refuse(Errc::bad_amount);
  }
  if (!is_note(command.note)) return refuse(Errc::bad_text, "note");
  const auto reference = free_reference(*market);
  if (!reference) return refuse(Errc::no_free_reference);

  const RequestOpened opened{PaymentRequest{new_request_id(),
                                            stall->id,
                                            command.amount,
                                            command.note,
                                            *reference,
                                            stall->account,
                                            now,
                                            now + command.lifetime,
                                            {},
                                            {}},
                             command.idempotency};
  ledger::Draft draft;
  draft.market = command.market;
  draft.kind = Kind::request_opened;
  draft.day = ledger::business_day_of(now);
  draft.stall = stall->id;
  draft.data = to_data(opened);
  return {std::move(draft), view_of(*market, opened.request, now)};
}

Rules::Outcome Rules::repeat(const Book& book, const Book::Remembered& earlier,
                             const OpenRequest& command, Instant now) const {
  if (earlier.content != command.idempotency->content) {
    return {{}, Result<RequestView>{Error{Errc::idempotency_conflict}}};
  }
  auto view = view_of(book, *book.request(earlier.request), now);
  view->repeated = true;
  return {{}, std::move(view)};
}

Rules::Outcome Rules::decide_on(const CancelRequest& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* request = market ? market->request(command.id) : nullptr;
  if (!request) return {{}, Result<RequestView>{Error{Errc::unknown_request}}};
  const auto status = request->status(now);
  if (status == RequestStatus::cancelled) return {{}, view_of(*market, *request, now)};
  if (status != RequestStatus::pending) {
    return {{}, Result<RequestView>{Error{Errc::not_pending, std::string{status_name(status)}}}};
  }
  ledger::Draft draft;
  draft.market = command.market;
  draft.kind = Kind::request_cancelled;
  draft.day = ledger::business_day_of(now);
  draft.stall = request->stall;
  draft.data = to_data(RequestCancelled{request->id});
  return {std::move(draft), view_of(*market, *request, now)};
}

Rules::Outcome Rules::decide_on(const FindRequest& command, ledger::KnownKeys&, Instant now) {
  const auto market = market_of_request_.find(command.id);
  if (market == market_of_request_.end()) {
    return {{}, Result<RequestView>{Error{Errc::unknown_request}}};
  }
  const auto& found = books_.at(market->second);
  return {{}, view_of(found, *found.request(command.id), now)};
}

}  // namespace chopay::merchant
