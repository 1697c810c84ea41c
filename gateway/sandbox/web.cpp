#include "gateway/sandbox/web.hpp"

#include <future>
#include <memory>

#include "gateway/net/http_client.hpp"
#include "gateway/net/io_threads.hpp"

namespace chopay::sandbox {
namespace {

constexpr std::chrono::seconds total_max{10};
constexpr std::size_t answer_bytes_max = 8U << 20U;

using Done = std::promise<Result<WebAnswer>>;

/// Exceptions go to the caller, who waits for the promise: one that left here would end the
/// process.
net::Task<void> call(net::HttpClient& client, net::Loop& loop, net::ClientRequest request,
                     Done& done) {
  try {
    const auto began = std::chrono::steady_clock::now();
    auto answer = co_await client.fetch(loop, std::move(request));
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    if (!answer) {
      done.set_value(Error{Errc::no_answer, answer.error().message()});
    } else {
      done.set_value(WebAnswer{answer->status, std::move(answer->body), took});
    }
  } catch (...) {
    done.set_exception(std::current_exception());
  }
}

Result<WebAnswer> fetch(net::HttpClient& client, const WebRequest& request) {
  net::ClientRequest asked;
  asked.method = request.method;
  asked.url = request.url;
  asked.headers = request.headers;
  asked.body = request.body;
  asked.total_max = total_max;
  asked.answer_bytes_max = answer_bytes_max;
  Done done;
  auto answer = done.get_future();
  net::IoThreads threads{1};
  threads.start();
  threads.loop(0).spawn(call(client, threads.loop(0), std::move(asked), done));
  return answer.get();
}

}  // namespace

Web make_web() {
  // The client reads the trusted authorities when it is made, so it is made when it is needed.
  auto client = std::make_shared<std::unique_ptr<net::HttpClient>>();
  return [client](const WebRequest& request) {
    if (!*client) *client = std::make_unique<net::HttpClient>();
    return fetch(**client, request);
  };
}

}  // namespace chopay::sandbox
