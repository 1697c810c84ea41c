#include "gateway/sandbox/clock_client.hpp"

#include <boost/json.hpp>

#include "gateway/bank/bank_time.hpp"

namespace chopay::sandbox {

namespace json = boost::json;

Result<ledger::Instant> set_forward(const Web& web, std::string_view to, std::string_view api_key,
                                    std::chrono::seconds by) {
  while (to.ends_with('/')) to.remove_suffix(1);
  const auto answer = web({"POST",
                           std::string(to) + "/sandbox/clock",
                           {{"Authorization", "Bearer " + std::string(api_key)}},
                           json::serialize(json::object{{"advance_s", by.count()}})});
  if (!answer) return answer.error();
  boost::system::error_code failed;
  const auto root = json::parse(answer->body, failed);
  const auto* object = failed ? nullptr : root.if_object();
  const auto* now = object ? object->if_contains("now") : nullptr;
  if (answer->status == 200 && now && now->is_string()) {
    if (const auto time = bank::read_rfc3339_time(std::string_view{now->get_string()}))
      return *time;
  }
  return Error{Errc::answer_refused,
               "status " + std::to_string(answer->status) + " from the sandbox's clock"};
}

}  // namespace chopay::sandbox
