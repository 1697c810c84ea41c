#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The fuzzers' own functions, without libFuzzer: a property that does not hold ends the program.
#define FUZZER(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "fuzzers.inc"
#undef FUZZER

namespace {

namespace fs = std::filesystem;

struct Fuzzer {
  std::string_view name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

#define FUZZER(name) {#name, fuzz_##name},
constexpr Fuzzer fuzzers[] = {
#include "fuzzers.inc"
};
#undef FUZZER

constexpr std::string_view corpora = CHOPAY_TESTS "/fuzz/corpus";
constexpr int mutants_of_each = 12;

std::vector<std::string> corpus_of(std::string_view fuzzer) {
  std::vector<fs::path> paths;
  const fs::path folder = fs::path{corpora} / fuzzer;
  if (!fs::is_directory(folder)) return {};
  for (const auto& file : fs::directory_iterator{folder}) paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ifstream in{path, std::ios::binary};
    inputs.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
  }
  return inputs;
}

/// One byte changed, or the input cut, or a piece of it once more: the same ones each time.
std::string mutant_of(std::string input, std::mt19937& dice) {
  if (input.empty()) return std::string(1, static_cast<char>(dice()));
  const auto at = dice() % input.size();
  switch (dice() % 3) {
    case 0:
      input[at] = static_cast<char>(input[at] ^ (1U << (dice() % 8)));
      return input;
    case 1:
      return input.substr(0, at);
    default:
      return input.insert(at, input.substr(at / 2, 32));
  }
}

void run(const Fuzzer& fuzzer, const std::string& input) {
  // A copy of exactly this size: what reads beyond its end is seen by AddressSanitizer.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  CHECK(fuzzer.run(bytes.data(), bytes.size()) == 0);
}

}  // namespace

TEST_CASE("Every fuzzer takes its corpus, and what is nearly that, with its properties holding") {
  std::mt19937 dice{20261201};
  for (const auto& fuzzer : fuzzers) {
    INFO(fuzzer.name);
    run(fuzzer, {});
    for (const auto& input : corpus_of(fuzzer.name)) {
      run(fuzzer, input);
      for (int i = 0; i < mutants_of_each; ++i) run(fuzzer, mutant_of(input, dice));
    }
  }
}

TEST_CASE("Every fuzzer has a corpus, and every corpus a fuzzer") {
  std::set<std::string> named;
  for (const auto& fuzzer : fuzzers) {
    CHECK_FALSE(corpus_of(fuzzer.name).empty());
    named.emplace(fuzzer.name);
  }
  std::set<std::string> there;
  for (const auto& folder : fs::directory_iterator{corpora}) {
    there.insert(folder.path().filename());
  }
  CHECK(there == named);
}
