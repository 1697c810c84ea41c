// How well and how fast reference codes are read from transfer texts.
//
//   bench_match [SHARED]    SHARED/vectors holds the unrelated texts; default CHOPAY_SHARED
//
// Last line: {"found": share of readable mangled codes, "wrong": wrong matches among the mangled
// texts, "false_codes": codes found in unrelated texts (null when those are absent),
// "texts_per_s": texts scanned in a second on one core, all of both kinds in turn}
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>

#include "merchant/transfer_text.hpp"
#include "tests/merchant/text/code_rates.hpp"
#include "tests/merchant/text/shared_texts.hpp"

namespace {

using namespace chopay;

constexpr std::size_t mangled_count = 100'000;
constexpr std::uint64_t seed = 20261124;

std::size_t codes_in(const std::vector<std::string>& texts) {
  std::size_t codes = 0;
  for (const std::string& text : texts) codes += merchant::scan(text).size();
  return codes;
}

/// Scans all texts again and again for two seconds.
double texts_per_second(const std::vector<std::string>& texts) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const std::size_t codes = codes_in(texts);
  std::size_t rounds = 1;
  std::chrono::duration<double> elapsed = Clock::now() - begin;
  while (elapsed.count() < 2.0) {
    if (codes_in(texts) != codes) std::puts("a second scan found other codes");
    ++rounds;
    elapsed = Clock::now() - begin;
  }
  return static_cast<double>(rounds * texts.size()) / elapsed.count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string vectors = std::string{argc > 1 ? argv[1] : CHOPAY_SHARED} + "/vectors";
  testing::CodeRates rates = testing::measure_code_rates(mangled_count, seed);
  std::printf("mangled texts %zu: code readable %zu, found %zu; cut %zu, found all the same %zu\n",
              rates.texts.size(), rates.readable, rates.found, rates.cut, rates.found_cut);
  std::printf("other codes read: %zu as they stand, %zu put right; passing as a match: %zu\n",
              rates.misread, rates.miscorrected, rates.wrong_matches);

  std::vector<std::string> texts = std::move(rates.texts);
  std::string false_codes = "null";
  if (const auto unrelated = testing::read_unrelated_texts(vectors)) {
    false_codes = std::to_string(codes_in(*unrelated));
    std::printf("unrelated texts %zu: codes found %s\n", unrelated->size(), false_codes.c_str());
    texts.insert(texts.end(), unrelated->begin(), unrelated->end());
  } else {
    std::printf("no unrelated texts in %s: false codes not measured\n", vectors.c_str());
  }
  std::printf("{\"found\":%.6f,\"wrong\":%zu,\"false_codes\":%s,\"texts_per_s\":%.0f}\n",
              rates.found_share(), rates.wrong_matches, false_codes.c_str(),
              texts_per_second(texts));
  return 0;
}
