// Decisions on payment requests: open, cancel, look.
#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

constexpr std::size_t note_bytes_max = 200;
constexpr std::size_t chosen_id_bytes_max = 64;

Result<RequestView> view_of(const Book& book, const PaymentRequest& request, Instant now) {
  return RequestView{request, request.status(now), book.registry(), false};
}

Result<RequestView> repeated(Result<RequestView> view) {
  view->repeated = true;
  return view;
}

bool is_chosen_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
  };
  return id.size() <= chosen_id_bytes_max && !id.starts_with(token_prefix) &&
         std::all_of(id.begin(), id.end(), fits);
}

/// The name of the first field in which the command asks for something else; empty for none.
std::string_view differs(const PaymentRequest& request, const OpenRequest& command) {
  if (request.stall != command.stall) return "stall";
  if (request.amount != command.amount) return "amount";
  if (request.note != command.note) return "note";
  return {};
}

bool is_note(std::string_view note) {
  return note.size() <= note_bytes_max && std::none_of(note.begin(), note.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20;
         });
}

}  // namespace

Rules::Outcome Rules::decide_on(const OpenRequest& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, refuse<RequestView>(Errc::unknown_market)};
  if (!is_chosen_id(command.chosen_id)) return {{}, refuse<RequestView>(Errc::bad_request_id)};
  if (const auto* earlier = market->request(command.chosen_id)) {
    if (const auto field = differs(*earlier, command); !field.empty()) {
      return {{}, refuse<RequestView>(Errc::request_conflict, std::string{field})};
    }
    return {{}, repeated(view_of(*market, *earlier, now))};
  }
  if (command.idempotency) {
    if (const auto* earlier = market->remembered(command.idempotency->key)) {
      return repeat(*market, *earlier, command, now);
    }
  }
  const auto* stall = market->registry()->stall(command.stall);
  if (!stall) return {{}, refuse<RequestView>(Errc::unknown_stall, command.stall.text())};
  if (command.amount < ledger::transfer_min || command.amount > ledger::transfer_max) {
    return {{}, refuse<RequestView>(Errc::bad_amount)};
  }
  if (!is_note(command.note)) return {{}, refuse<RequestView>(Errc::bad_text, "note")};
  const auto reference = free_reference(*market);
  if (!reference) return {{}, refuse<RequestView>(Errc::no_free_reference)};

  const auto token = new_token(token_prefix);
  const bool chosen = !command.chosen_id.empty();
  const RequestOpened opened{PaymentRequest{chosen ? command.chosen_id : token,
                                            stall->id,
                                            command.amount,
                                            command.note,
                                            *reference,
                                            stall->account,
                                            now,
                                            now + command.lifetime,
                                            {},
                                            {},
                                            false,
                                            chosen ? token : std::string{}},
                             command.idempotency};
  return {draft_of(command.market, stall->id, Kind::request_opened, ledger::business_day_of(now),
                   to_data(opened)),
          view_of(*market, opened.request, now), command.beside};
}

Rules::Outcome Rules::repeat(const Book& book, const Book::Remembered& earlier,
                             const OpenRequest& command, Instant now) const {
  if (earlier.content != command.idempotency->content) {
    return {{}, Result<RequestView>{Error{Errc::idempotency_conflict}}};
  }
  const auto* request = book.request(earlier.request);
  if (!request) return {{}, refuse<RequestView>(Errc::unknown_request)};
  return {{}, repeated(view_of(book, *request, now))};
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
  return {draft_of(command.market, request->stall, Kind::request_cancelled,
                   ledger::business_day_of(now), to_data(RequestCancelled{request->id})),
          view_of(*market, *request, now), command.beside};
}

Rules::Outcome Rules::decide_on(const AskRest& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* request = market ? market->request(command.id) : nullptr;
  if (!request) return {{}, refuse<RequestView>(Errc::unknown_request)};
  const auto status = request->status(now);
  if (status != RequestStatus::short_) {
    return {{}, refuse<RequestView>(Errc::not_short, std::string{status_name(status)})};
  }
  const auto missing = request->missing(now);
  const auto& rests = request->rests;
  if (!rests.empty() && rests.back().amount == missing && now < rests.back().expires_at) {
    return {{}, repeated(view_of(*market, *request, now))};
  }
  if (rests.size() == rest_codes_max) return {{}, refuse<RequestView>(Errc::too_many_rests)};
  const auto reference = free_reference(*market);
  if (!reference) return {{}, refuse<RequestView>(Errc::no_free_reference)};
  const RestRequested data{request->id, {*reference, missing, now + command.lifetime}};
  return {draft_of(command.market, request->stall, Kind::rest_requested,
                   ledger::business_day_of(now), to_data(data)),
          view_of(*market, *request, now)};
}

Rules::Outcome Rules::decide_on(const FindRequest& command, ledger::KnownKeys&, Instant now) {
  if (!command.market.empty()) {
    const auto* market = book(command.market);
    const auto* request = market ? market->request(command.id) : nullptr;
    if (!request) return {{}, refuse<RequestView>(Errc::unknown_request)};
    return {{}, view_of(*market, *request, now)};
  }
  for (const auto& [id, market] : books_) {
    const auto* request = market.request_of_link(command.id);
    if (request) return {{}, view_of(market, *request, now)};
  }
  return {{}, refuse<RequestView>(Errc::unknown_request)};
}

}  // namespace chopay::merchant
