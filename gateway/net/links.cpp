#include "gateway/net/links.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "gateway/net/awaited.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Came = LinkAnswer::Came;

/// Between machines that stand beside each other.
constexpr std::chrono::milliseconds connect_max{1'000};
/// What was sent, or a look whether the other machine is there, is acknowledged in time by its
/// system, however long its gateway takes: else the connection breaks, and nobody waits on it.
constexpr int acknowledged_max_ms = 1'500;
constexpr int looked_every_s = 1;
/// Shorter than the other gateway waits for the next request.
constexpr std::chrono::seconds idle_max{10};
constexpr std::size_t idle_links_max = 256;  // of one I/O thread
constexpr std::size_t head_bytes_max = 32 * 1024;
constexpr std::size_t answer_bytes_max = 256U << 20U;

std::optional<tcp::endpoint> endpoint_of(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  auto host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const auto* const end = address.data() + address.size();
  if (std::from_chars(address.data() + colon + 1, end, port).ptr != end) return std::nullopt;
  error_code failure;
  const auto ip = asio::ip::make_address(host, failure);
  if (failure) return std::nullopt;
  return tcp::endpoint{ip, port};
}

/// A socket that is being connected, and gives up in time.
class Dial final : public Deadline {
 public:
  explicit Dial(Loop& loop) : Deadline(loop.sweeper()), socket(loop.executor()) {}
  tcp::socket socket;
  Stream* stream = nullptr;

 private:
  void expired() noexcept override {
    error_code ignored;
    socket.close(ignored);
    if (stream) stream->cancel();
  }
};

void give_up_in_time(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &looked_every_s, sizeof looked_every_s);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &looked_every_s, sizeof looked_every_s);
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &acknowledged_max_ms,
               sizeof acknowledged_max_ms);
}

/// How an answer goes on behind its head.
struct Framing {
  std::size_t length = 0;
  bool events = false;
  bool close = false;
};

/// Takes the head apart; nothing where it is none of ours.
std::optional<Framing> read_fields(std::string_view head, LinkAnswer& answer) {
  beast::response_parser<beast::empty_body> parser;
  parser.skip(true);
  parser.header_limit(head_bytes_max);
  error_code failure;
  parser.put(asio::buffer(head.data(), head.size()), failure);
  if (failure || !parser.is_header_done()) return std::nullopt;
  Framing framing;
  answer.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    const std::string_view value{field.value().data(), field.value().size()};
    if (field.name() == beast::field::connection) framing.close = value == "close";
    if (field.name() == beast::field::content_type) framing.events = value == "text/event-stream";
    if (field.name() != beast::field::content_length) continue;
    const auto* const end = value.data() + value.size();
    const auto [read, wrong] = std::from_chars(value.data(), end, framing.length);
    if (wrong != std::errc{} || read != end || framing.length > answer_bytes_max) {
      return std::nullopt;
    }
  }
  return framing;
}

/// Reads the head, and what comes with it into the body. Nothing where the connection ends before.
Task<std::optional<Framing>> read_head(Link& link, LinkAnswer& answer) {
  std::string bytes;
  std::array<char, 8 * 1024> piece;
  for (;;) {
    const auto [failure, count] = co_await link.read_some(piece);
    if (failure) co_return std::nullopt;
    bytes.append(piece.data(), count);
    const auto end = bytes.find("\r\n\r\n");
    if (end != std::string::npos) {
      answer.body = bytes.substr(end + 4);
      bytes.resize(end + 4);
      co_return read_fields(bytes, answer);
    }
    if (bytes.size() > head_bytes_max) co_return std::nullopt;
  }
}

Task<bool> read_body(Link& link, std::string& body, std::size_t length) {
  auto have = body.size();
  if (have > length) co_return false;
  body.resize(length);
  while (have < length) {
    const auto [failure, count] = co_await link.read_some({body.data() + have, length - have});
    if (failure) co_return false;
    have += count;
  }
  co_return true;
}

}  // namespace

struct Links::Desk {
  std::vector<std::unique_ptr<Link>> idle;
  std::set<Link*> all;
};

Link::Link(Loop& loop, std::shared_ptr<Links::Desk> desk, std::string address,
           std::unique_ptr<Stream> stream)
    : Deadline(loop.sweeper()),
      desk_(std::move(desk)),
      address_(std::move(address)),
      stream_(std::move(stream)) {
  desk_->all.insert(this);
}

Link::~Link() {
  desk_->all.erase(this);
}

Links::Links(const TlsSecret& secret, IoThreads& threads)
    : threads_(threads), trust_(std::make_shared<TlsTrust>(secret)) {
  for (std::size_t i = 0; i < threads.size(); ++i) desks_.push_back(std::make_shared<Desk>());
}

// The desks outlive it where links are still in answers; idle ones hold their desk.
Links::~Links() {
  for (const auto& desk : desks_) {
    const auto idle = std::move(desk->idle);
  }
}

// Idle ones of another address, and of none that lives, are noticed when they are to be used.
void Links::drop(const std::string& address) {
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    threads_.loop(i).post([desk = desks_[i], address] {
      for (auto* link : desk->all) {
        if (link->address_ == address) link->cancel();
      }
    });
  }
}

std::unique_ptr<Link> Links::idle_link(Loop& loop, const std::string& address) {
  auto& idle = desks_[loop.index()]->idle;
  const auto now = std::chrono::steady_clock::now();
  while (!idle.empty()) {
    auto link = std::move(idle.back());
    idle.pop_back();
    const bool fresh = link->address_ == address && now - link->idle_since_ < idle_max;
    if (fresh && !link->stream_->has_input()) return link;
  }
  return nullptr;
}

void Links::put_back(std::unique_ptr<Link> link) {
  auto& idle = link->desk_->idle;
  if (idle.size() >= idle_links_max) return;
  link->idle_since_ = std::chrono::steady_clock::now();
  idle.push_back(std::move(link));
}

Task<std::unique_ptr<Link>> Links::connect(Loop& loop, const std::string& address) {
  const auto endpoint = endpoint_of(address);
  if (!endpoint) co_return nullptr;
  Dial dial{loop};
  dial.arm(connect_max);
  const auto [failure] = co_await dial.socket.async_connect(*endpoint, awaited);
  if (failure) co_return nullptr;
  error_code lost;
  const int socket = dial.socket.release(lost);
  if (lost) co_return nullptr;
  give_up_in_time(socket);
  auto stream = make_tls_stream(loop, socket, trust_, {});
  dial.stream = stream.get();
  if (co_await stream->open()) co_return nullptr;
  co_return std::unique_ptr<Link>(new Link(loop, desks_[loop.index()], address, std::move(stream)));
}

Task<LinkAnswer> Links::ask(Loop& loop, const std::string& address, const std::string& message,
                            std::chrono::milliseconds at_most) {
  LinkAnswer answer;
  auto link = idle_link(loop, address);
  if (!link) link = co_await connect(loop, address);
  if (!link) co_return answer;
  answer.came = Came::unknown;
  link->arm(at_most);
  if (!co_await write_all(*link->stream_, message)) co_return answer;
  const auto framing = co_await read_head(*link, answer);
  if (!framing) co_return answer;
  if (framing->events) {
    link->disarm();
    answer.events = std::move(link);
  } else {
    const bool whole = co_await read_body(*link, answer.body, framing->length);
    if (!whole) co_return answer;
    link->disarm();
    if (!framing->close) put_back(std::move(link));
  }
  answer.came = Came::whole;
  co_return answer;
}

}  // namespace chopay::net
