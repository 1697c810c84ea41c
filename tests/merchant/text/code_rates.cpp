#include "tests/merchant/text/code_rates.hpp"

#include <algorithm>
#include <random>
#include <unordered_map>

#include "tests/support/mangler.hpp"

namespace chopay::testing {
namespace {

using merchant::Candidate;
using merchant::ReferenceCode;
using OpenRequests = std::unordered_map<ReferenceCode, std::uint64_t>;

OpenRequests open_requests(std::size_t count, std::mt19937_64& random) {
  OpenRequests open;
  while (open.size() < count) {
    const auto data = static_cast<std::uint32_t>(random() % merchant::reference_count);
    open.emplace(merchant::make_reference(data), 1000 * (1 + random() % 500));
  }
  return open;
}

bool passes(const Candidate& candidate, std::uint64_t amount, const OpenRequests& open) {
  const auto request = open.find(candidate.code);
  return request != open.end() && (!candidate.corrected || request->second == amount);
}

}  // namespace

CodeRates measure_code_rates(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  Mangler mangler{seed};
  const OpenRequests open = open_requests(count, random);
  CodeRates rates;
  for (const auto& [code, amount] : open) {
    MangledText mangled = mangler.mangle(code.text());
    const auto candidates = merchant::scan(mangled.text);
    const bool found = std::ranges::find(candidates, code, &Candidate::code) != candidates.end();
    const bool cut = mangled.state == CodeState::cut;
    ++(cut ? rates.cut : rates.readable);
    if (found) ++(cut ? rates.found_cut : rates.found);
    for (const Candidate& candidate : candidates) {
      if (candidate.code == code) continue;
      ++(candidate.corrected ? rates.miscorrected : rates.misread);
      rates.wrong_matches += passes(candidate, amount, open) ? 1U : 0U;
    }
    rates.texts.push_back(std::move(mangled.text));
  }
  return rates;
}

}  // namespace chopay::testing
