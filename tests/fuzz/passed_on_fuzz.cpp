#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/codec.hpp"
#include "gateway/http/guard.hpp"
#include "gateway/http/passed_on.hpp"
#include "gateway/http/router.hpp"
#include "gateway/net/io_threads.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what one gateway passes on to another: a request that any client may send. Properties:
// nothing crashes; what the guard lets in comes out as one message that the other gateway's guard
// lets in, with the same body's length and the true client, whatever the client said of itself.
using namespace chopay;
using namespace chopay::http;
using testing::require;

namespace {

constexpr std::string_view client = "203.0.113.7";

Request request_of(const Head& head, const Passed& passed, std::string_view body) {
  Request request;
  request.method = passed.method;
  request.query = passed.query;
  request.body = body;
  for (const auto& [name, value] : head.fields) request.headers.add(name, value);
  return request;
}

void arrives(const std::string& message) {
  HeadScanner scanner;
  require(!scanner.scan(message) && scanner.size() > 0);
  Head head;
  require(!parse_head(std::string_view{message}.substr(0, scanner.size()), head));
  GuardPolicy policy{.hosts = {}, .any_host = true, .target_bytes_max = 6 * 1024};
  policy.fields_max += client_fields_max;
  const auto passed = check_head(head, policy);
  require(passed.has_value() && passed->content_length == message.size() - scanner.size());
  auto request = request_of(head, *passed, {});
  request.peer = "10.0.0.9";
  require(take_client(request) && request.peer == client);
}

/// What another gateway says of the client, as it comes.
void take_as_said(std::string_view input) {
  Request request;
  const auto cut = input.find('\n');
  request.headers.add("Chopay-Client", input.substr(0, cut));
  if (cut != std::string_view::npos) {
    request.headers.add("Chopay-Client-Certificate", input.substr(cut + 1));
  }
  take_client(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static net::IoThreads threads{1};
  static const Router router = [] {
    Router made;
    for (const auto method : {Method::get, Method::post, Method::put, Method::delete_}) {
      made.add({method, "/{rest...}", 0, {}});
    }
    return made;
  }();
  const std::string input(reinterpret_cast<const char*>(data), size);
  take_as_said(input);
  HeadScanner scanner;
  if (scanner.scan(input) || scanner.size() == 0) return 0;
  Head head;
  if (parse_head(std::string_view{input}.substr(0, scanner.size()), head)) return 0;
  const auto passed = check_head(head, {.hosts = {"localhost"}});
  if (!passed || input.size() - scanner.size() < passed->content_length) return 0;
  if (!passed->websocket_key.empty()) return 0;  // a stream, which is asked for otherwise
  Exchange exchange{threads.loop(0)};
  if (!router.find(passed->method, passed->path, exchange.edit_params()).route) return 0;
  exchange.edit_request() = request_of(
      head, *passed, std::string_view{input}.substr(scanner.size(), passed->content_length));
  exchange.edit_request().peer = client;
  arrives(message_to_pass_on(exchange, "/{rest...}"));
  return 0;
}
