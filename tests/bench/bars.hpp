#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace chopay::bench {

/// What a benchmark must reach, held against what it has measured. A figure that is no number
/// reaches nothing.
class Bars {
 public:
  /// `bench` is what ./dev bench calls it.
  explicit Bars(std::string bench) : bench_(std::move(bench)) {}

  void at_least(std::string_view figure, double value, double bar) {
    if (!(value >= bar)) miss(figure, value, "at least", bar);
  }
  void below(std::string_view figure, double value, double bar) {
    if (!(value < bar)) miss(figure, value, "less than", bar);
  }

  /// A line for each bar that was missed; what the program ends with: 1 where there is one.
  int judge(std::ostream& out = std::cerr) const {
    for (const auto& line : missed_) out << "bench " << bench_ << ": missed: " << line << '\n';
    return missed_.empty() ? 0 : 1;
  }

 private:
  void miss(std::string_view figure, double value, std::string_view how, double bar) {
    std::ostringstream line;
    line << figure << " is " << value << ", must be " << how << ' ' << bar;
    missed_.push_back(line.str());
  }

  std::string bench_;
  std::vector<std::string> missed_;
};

}  // namespace chopay::bench
