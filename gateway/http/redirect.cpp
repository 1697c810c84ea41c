#include "gateway/http/redirect.hpp"

namespace chopay::http {

Response see_other(std::string_view place) {
  Response response;
  response.status = 303;
  response.headers.add("Location", place);
  return response;
}

}  // namespace chopay::http
