#include "merchant/suggest.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "merchant/latin_fold.hpp"
#include "merchant/transfer_text.hpp"

namespace chopay::merchant {
namespace {

constexpr std::chrono::hours around{1};
/// A code is similar to a text that has it with so many other symbols, of eleven.
constexpr std::size_t wrong_symbols_max = 3;

constexpr std::array hint_names{
    std::pair{Hint::exact_amount, std::string_view{"exact_amount"}},
    std::pair{Hint::near_time, std::string_view{"near_time"}},
    std::pair{Hint::similar_text, std::string_view{"similar_text"}},
    std::pair{Hint::same_account, std::string_view{"same_account"}},
};

bool has_most_of(std::string_view squeezed, std::string_view code) {
  for (std::size_t at = 0; at + code.size() <= squeezed.size(); ++at) {
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < code.size(); ++i) wrong += squeezed[at + i] != code[i];
    if (wrong <= wrong_symbols_max) return true;
  }
  return false;
}

/// What a transfer text says of stalls and codes, read once.
class SearchedText {
 public:
  explicit SearchedText(std::string_view content)
      : squeezed_(squeeze(content)), words_(words_of(content)) {}

  bool names(const Stall& stall) const {
    return has_words(stall.id.text()) || has_words(stall.name) ||
           has_most_of(squeezed_, stall.memo.text());
  }
  bool names(const PaymentRequest& request) const {
    return has_most_of(squeezed_, request.asks().reference.text());
  }

 private:
  /// " mua ca a12 ": letters and digits, folded, one space between words.
  static std::string words_of(std::string_view text) {
    std::string words = " ";
    for (const char c : fold_for_search(text.substr(0, transfer_text_bytes_max))) {
      const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (part) words += c;
      if (!part && words.back() != ' ') words += ' ';
    }
    if (words.back() != ' ') words += ' ';
    return words;
  }
  bool has_words(std::string_view text) const {
    const auto wanted = words_of(text);
    return wanted.size() > 2 && words_.find(wanted) != std::string::npos;
  }

  std::string squeezed_;
  std::string words_;
};

bool near_in_time(const PaymentRequest& request, Instant occurred_at) {
  return occurred_at + around >= request.created_at && occurred_at <= request.ends_at() + around;
}

}  // namespace

std::string_view hint_name(Hint hint) {
  for (const auto& [value, name] : hint_names) {
    if (value == hint) return name;
  }
  throw std::logic_error("a hint without a name");
}

std::vector<Suggestion> suggest(const CreditState& credit, std::string_view content,
                                const Registry& registry,
                                const std::vector<PaymentRequest>& requests) {
  const SearchedText text{content};
  std::vector<Suggestion> found;
  for (const auto& request : requests) {
    if (request.account != credit.account) continue;
    const auto missing = request.amount - request.received;
    Suggestion one{request.stall, request.id, missing, {}};
    if (missing == credit.amount) one.hints.push_back(Hint::exact_amount);
    if (near_in_time(request, credit.occurred_at)) one.hints.push_back(Hint::near_time);
    if (text.names(request)) one.hints.push_back(Hint::similar_text);
    // Time alone would name every sale of the hour.
    if (one.hints.size() > 1 || (one.hints.size() == 1 && one.hints[0] != Hint::near_time)) {
      found.push_back(std::move(one));
    }
  }
  for (const auto& [id, stall] : registry.stalls) {
    if (!stall.has_had(credit.account)) continue;
    Suggestion one{id, {}, {}, {Hint::same_account}};
    if (text.names(stall)) one.hints.push_back(Hint::similar_text);
    found.push_back(std::move(one));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.hints.size() > b.hints.size(); });
  if (found.size() > suggestions_max) found.resize(suggestions_max);
  return found;
}

}  // namespace chopay::merchant
