#include "gateway/bank/transaction_list.hpp"

#include <array>

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"

namespace chopay::bank {
namespace {

constexpr int page_rows = 100;  // as many as both allow
constexpr JsonLimits page_limits{.bytes_max = 1024 * 1024, .values_max = 65'536};

/// "2026-11-24%2006:50:55" by Vietnam's clock, ready for a query.
std::string local_time(ledger::Instant instant) {
  auto text = format_vietnam_time(instant).substr(0, 19);
  return text.replace(10, 1, "%20");
}

std::string sepay_query(const ListWindow& window) {
  return "transaction_date_from=" + local_time(window.from) +
         "&transaction_date_to=" + local_time(window.to) +
         "&transaction_date_sort=asc&per_page=" + std::to_string(page_rows) +
         "&page=" + std::to_string(window.page);
}

merchant::BankNotice read_sepay_row(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  set_bank(notice, source, fields.optional_text("bank_brand_name", payer_bytes_max));
  notice.account = fields.text("account_number", account_bytes_max);
  notice.virtual_account = fields.optional_text("va", account_bytes_max);
  notice.bank_ref = fields.optional_text("reference_number", reference_bytes_max);
  const bool out = fields.text("transfer_type", 16) == "out";
  notice.direction = out ? merchant::Direction::out : merchant::Direction::in;
  notice.amount = fields.amount(out ? "amount_out" : "amount_in");
  notice.content = fields.free_text("transaction_content", content_bytes_max);
  set_time(notice, fields.time("transaction_date", read_local_time));
  return notice;
}

// Casso has only days: the window's own, the page within them.
std::string casso_query(const ListWindow& window) {
  return "fromDate=" + format_vietnam_time(window.from).substr(0, 10) +
         "&toDate=" + format_vietnam_time(window.to).substr(0, 10) +
         "&sort=ASC&pageSize=" + std::to_string(page_rows) + "&page=" + std::to_string(window.page);
}

merchant::BankNotice read_casso_row(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  notice.bank_ref = fields.optional_text("tid", reference_bytes_max);
  set_bank(notice, source, fields.optional_text("bankAbbreviation", payer_bytes_max));
  notice.account = fields.id("bankSubAccId", account_bytes_max);
  notice.virtual_account = fields.optional_text("virtualAccount", account_bytes_max);
  set_signed_amount(notice, fields.signed_amount("amount"));
  notice.content = fields.free_text("description", content_bytes_max);
  set_time(notice, fields.time("when", read_local_time));
  notice.payer_name = fields.free_text("corresponsiveName", payer_bytes_max);
  notice.payer_account = fields.free_text("corresponsiveAccount", payer_bytes_max);
  notice.payer_bank = fields.free_text("corresponsiveBankName", payer_bytes_max);
  return notice;
}

using RowReader = merchant::BankNotice (*)(Fields&, const Source&);

/// The rows of the array, each with `read`; those without a reference are only counted.
ledger::Result<ListPage> read_rows(std::optional<JsonValue> rows, RowReader read,
                                   const Source& source) {
  if (!rows || !rows->is(JsonKind::array)) return ledger::Error{Errc::missing_field, "data"};
  ListPage page;
  for (const JsonValue row : *rows) {
    Fields fields(row);
    auto notice = read(fields, source);
    // One row that cannot be read must not hold back the money of the others.
    const bool usable =
        fields.ok() && !notice.bank_ref.empty() && notice.amount <= merchant::notice_amount_max;
    if (!usable) {
      ++page.unusable;
    } else {
      page.notices.push_back(std::move(notice));
    }
  }
  return page;
}

std::optional<JsonValue> inside(JsonValue root, std::string_view outer, std::string_view inner) {
  const auto object = root.find(outer);
  return object ? object->find(inner) : std::nullopt;
}

ledger::Result<ListPage> read_sepay(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body, page_limits);
  if (!root) return root.error();
  auto page = read_rows(root->find("data"), read_sepay_row, source);
  if (!page) return page;
  const auto meta = root->find("meta");
  const auto more = meta ? inside(*meta, "pagination", "has_more") : std::nullopt;
  page->more = more && more->text() == "true";
  return page;
}

ledger::Result<ListPage> read_casso(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body, page_limits);
  if (!root) return root.error();
  auto page = read_rows(inside(*root, "data", "records"), read_casso_row, source);
  if (!page) return page;
  const auto next = inside(*root, "data", "nextPage");
  page->more = next && next->is(JsonKind::number);
  return page;
}

constexpr std::array lists{
    TransactionList{"sepay", "https://userapi.sepay.vn/v2/transactions", "Bearer ", sepay_query,
                    read_sepay},
    TransactionList{"casso", "https://oauth.casso.vn/v2/transactions", "Apikey ", casso_query,
                    read_casso},
};

}  // namespace

const TransactionList* find_transaction_list(std::string_view provider) {
  for (const auto& list : lists) {
    if (list.provider == provider) return &list;
  }
  return nullptr;
}

}  // namespace chopay::bank
