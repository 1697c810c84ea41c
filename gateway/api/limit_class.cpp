#include "gateway/api/limit_class.hpp"

namespace chopay::api {
namespace {

using enum LimitClass;

struct Row {
  std::string_view start;  ///< of the pattern; whole: the pattern itself
  bool whole;
  LimitClass reads;  ///< GET and HEAD
  LimitClass does;   ///< the other methods
};

/// The first row that fits counts.
constexpr Row table[] = {
    {"/v1/", false, asked, asked},
    {"/s/", false, asked, asked},
    {"/t/", false, asked, asked},
    {"/documents/", false, asked, asked},
    // A bank's notice must never wait because a stranger has used up its bucket.
    {"/callbacks/", false, own, own},
    {"/image/", false, own, own},
    {"/v2/generate", true, own, own},
    {"/v2/banks", true, own, own},
    {"/healthz", true, probe, probe},
    {"/readyz", true, probe, probe},
    {"/metrics", true, page, page},
    {"/sign-in", true, page, proof},
    {"/enrol/", false, page, proof},
    {"/lock", true, proof, proof},
    {"/account/", false, page, proof},
    {"/setup", false, page, proof},
    {"/account", true, page, page},
    {"/sign-out", true, page, page},
    {"/", true, page, page},
    {"/docs", true, page, page},
    {"/openapi.json", true, page, page},
    {"/assets/", false, page, page},
    {"/board", false, page, page},
    {"/hall", true, page, page},
    {"/till", false, page, page},
    {"/pay/", false, page, page},
    {"/log/", false, page, page},
    {"/sandbox/", false, page, page},
    {"/v2/payment-requests", false, page, page},
    {"/confirm-webhook", true, page, page},
};

}  // namespace

std::optional<LimitClass> limit_class_of(http::Method method, std::string_view pattern) {
  const bool reads = method == http::Method::get || method == http::Method::head;
  for (const auto& row : table) {
    const bool fits = row.whole ? pattern == row.start : pattern.starts_with(row.start);
    if (fits) return reads ? row.reads : row.does;
  }
  return std::nullopt;
}

}  // namespace chopay::api
