#include "gateway/app/audit_routes.hpp"

#include <algorithm>

#include "gateway/api/payer_views.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/receipts.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/audit.hpp"
#include "merchant/board_view.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Deed;
using api::LaneState;
using api::Services;
using http::Exchange;
using http::Response;

/// The entries before `before` (past the end: the newest), newest first, as far as may be seen.
std::vector<pages::AuditRow> rows_before(ledger::Reader& reader, const Access& access,
                                         const merchant::Registry& registry, std::uint64_t before) {
  const auto limit = std::min(before - 1, pages::audit_rows_max);
  std::vector<pages::AuditRow> rows;
  if (limit == 0) return rows;
  const ledger::Seq after{before - 1 - limit};
  reader.read(access.market, after, limit, [&](const ledger::StoredEntry& stored) {
    auto entry = ledger::decode(stored.bytes).value();
    pages::AuditRow row{stored.seq, stored.hash, {}};
    if (api::may_see_entry(access, entry, registry)) row.entry = std::move(entry);
    rows.push_back(std::move(row));
    return true;
  });
  std::ranges::reverse(rows);
  return rows;
}

/// Who was shown payers, newest first; of a stall that the reader may not see, only when.
std::vector<pages::PayerViewRow> payer_views(ledger::Reader& reader, const Access& access,
                                             const merchant::Registry& registry) {
  std::vector<pages::PayerViewRow> rows;
  for (auto& view : api::newest_payer_views(reader, access.market, pages::audit_rows_max)) {
    pages::PayerViewRow row{view.at, {}, {}, {}};
    if (access.may(Deed::see_every_stall, {}) || merchant::board_sees(registry, view.stall)) {
      row = {view.at, std::move(view.by), view.stall.text(), view.credit};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Names of those who have signed besides the log itself.
std::vector<std::string> witnesses_of(const ledger::Note& note, const std::string& origin) {
  std::vector<std::string> names;
  for (const auto& signature : note.signatures) {
    if (signature.name != origin) names.push_back(signature.name);
  }
  return names;
}

/// Fills what is read from the ledger, from one view of it.
void read_audit(ledger::Reader& reader, const Services& services, const Access& access,
                const merchant::Registry& registry, std::uint64_t before, pages::AuditLook& look) {
  const ledger::FrozenView view{reader};
  const auto end = ledger::number(reader.head(access.market).seq) + 1;
  look.newest = before == 0 || before >= end;
  look.rows = rows_before(reader, access, registry, look.newest ? end : before);
  if (look.newest) look.payer_views = payer_views(reader, access, registry);
  if (!services.log) return;
  look.checkpoint = api::newest_checkpoint(reader, services, access.market);
  look.key = services.log->verifier(access.market).text();
  look.cosigned = services.cosigned.find(access.market);
  if (look.cosigned) {
    look.witnesses = witnesses_of(*look.cosigned, services.log->origin(access.market));
  }
}

net::Task<Response> audit(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_reconciliation);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  const auto query = http::parse_query(exchange.request().query);
  const auto text = query ? query->get("before") : std::string_view{};
  const auto before = text.empty()
                          ? std::optional<std::uint64_t>{0}
                          : http::whole_number(text, ledger::number(ledger::last_seq_possible));
  if (!before) co_return pages::not_found_page(language_of(exchange.request()));
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& registry = *std::get<SharedRegistry>(found);
  pages::AuditLook look;
  look.market_id = registry.market.text();
  look.market_name = registry.name;
  look.sandbox = registry.sandbox;
  look.language = language_of(exchange.request());
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    read_audit(reader, services, *access, registry, *before, look);
  });
  if (!read) co_return api::problem_of(LaneState::busy);
  co_return visitor.with_cookie(pages::audit_page(look));
}

}  // namespace

void add_audit_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/board/audit", 0,
              [&](Exchange& exchange) { return audit(services, exchange); }});
}

}  // namespace chopay::app
