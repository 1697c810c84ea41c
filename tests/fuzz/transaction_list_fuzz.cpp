#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/transaction_list.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what an aggregator lists when it is polled. First byte: whose list. Properties: nothing
// crashes; what is read keeps the limits of a notice, and can be told from another by a reference.
using namespace chopay;
using testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto* const list = bank::find_transaction_list(data[0] % 2 == 0 ? "sepay" : "casso");
  bank::Source source;
  source.lookup = [](std::string_view name) { return std::string{name.empty() ? "" : "970436"}; };
  const auto page = list->read({reinterpret_cast<const char*>(data) + 1, size - 1}, source);
  if (!page) return 0;
  for (const auto& notice : page->notices) {
    require(notice.amount > ledger::Dong{});
    require(!notice.bank_ref.empty() && notice.bank_ref.size() <= 64);
    require(notice.account.size() <= 32 && notice.content.size() <= 512);
    require(bank::is_utf8(notice.content));
  }
  return 0;
}
