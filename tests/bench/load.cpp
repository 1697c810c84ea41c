#include "tests/bench/load.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/tls_end.hpp"

namespace chopay::bench {
namespace {

using clock = std::chrono::steady_clock;
constexpr unsigned steps = 32;

std::size_t bucket_of(std::uint64_t nanoseconds) {
  if (nanoseconds < steps) return nanoseconds;
  const auto power = static_cast<unsigned>(std::bit_width(nanoseconds)) - 6;
  return (power + 1) * std::size_t{steps} + ((nanoseconds >> power) - steps);
}

std::uint64_t top_of(std::size_t bucket) {
  if (bucket < steps) return bucket;
  const auto power = bucket / steps - 1;
  return ((bucket % steps + steps + 1) << power) - 1;
}

/// What all threads of one run share.
struct Run {
  const LoadSettings& settings;
  const Supplier& supplier;
  clock::time_point start;
  clock::time_point count_from;
  clock::time_point end;
  std::atomic<std::uint64_t> next{0};
};

int connected(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket < 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    throw std::runtime_error("the load cannot connect");
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

/// One connection with one request under way.
class Client {
 public:
  explicit Client(const LoadSettings& settings) : socket_(connected(settings.port)) {
    if (settings.tls) tls_ = std::make_unique<TlsEnd>(socket_);
    ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
    host_ = "Host: 127.0.0.1:" + std::to_string(settings.port) + "\r\n";
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int socket() const { return socket_; }
  /// When the request under way was sent, or fell due.
  clock::time_point since() const { return since_; }

  /// Sends the next request, which counts from `since`. False when there is none any more or the
  /// connection broke.
  bool send_next(Run& run, clock::time_point since) {
    const auto number = run.next.fetch_add(1, std::memory_order_relaxed);
    if (number >= run.settings.requests_max) return false;
    run.supplier(number, request_);
    out_.clear();
    out_.append(request_.method).append(" ").append(request_.target).append(" HTTP/1.1\r\n");
    out_.append(host_).append(request_.headers);
    if (request_.method != "GET") {
      std::array<char, 20> digits;
      const auto end =
          std::to_chars(digits.data(), digits.data() + digits.size(), request_.body.size()).ptr;
      out_.append("Content-Length: ").append(digits.data(), end).append("\r\n");
    }
    out_.append("\r\n").append(request_.body);
    since_ = since;
    return send_rest(out_);
  }

  /// Reads what is there. The status once the answer is complete, 0 while it is not, -1 when the
  /// connection broke.
  int receive() {
    if (in_.size() < filled_ + 4096) in_.resize(filled_ + 4096);
    const auto count = tls_ ? tls_->read({in_.data() + filled_, in_.size() - filled_})
                            : ::recv(socket_, in_.data() + filled_, in_.size() - filled_, 0);
    if (count < 0) return errno == EAGAIN ? 0 : -1;
    if (count == 0) return -1;
    filled_ += static_cast<std::size_t>(count);
    return take_answer();
  }

 private:
  // Requests are small beside a socket's buffer, so waiting for room is rare enough to spin.
  bool send_rest(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent =
          tls_ ? tls_->write(bytes) : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN) continue;
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  int take_answer() {
    const std::string_view text(in_.data(), filled_);
    const auto head = text.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    int status = 0;
    if (!text.starts_with("HTTP/1.1 ")) return -1;
    std::from_chars(text.data() + 9, text.data() + 12, status);
    constexpr std::string_view field = "\r\nContent-Length: ";
    auto at = text.substr(0, head).find(field);
    if (at == std::string_view::npos) at = text.substr(0, head).find("\r\ncontent-length: ");
    std::size_t length = 0;
    if (at != std::string_view::npos) {
      std::from_chars(text.data() + at + field.size(), text.data() + head, length);
    }
    if (filled_ < head + 4 + length) return 0;
    if (filled_ > head + 4 + length) return -1;  // more than was asked for
    filled_ = 0;
    return status;
  }

  int socket_;
  std::unique_ptr<TlsEnd> tls_;
  std::string host_;
  LoadRequest request_;
  std::string out_;
  std::string in_;
  std::size_t filled_ = 0;
  clock::time_point since_;
};

/// The connections of one thread.
class Crowd {
 public:
  Crowd(Run& run, std::size_t size) : run_(run), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < size; ++i) {
      clients_.push_back(std::make_unique<Client>(run.settings));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = clients_.back().get();
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, clients_.back()->socket(), &event);
    }
  }
  ~Crowd() { ::close(poll_); }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  LoadReport work() {
    for (auto& client : clients_) is_open() ? rest(*client) : step(*client, 0);
    std::array<epoll_event, 128> ready;
    while (busy_ > 0 || has_due()) {
      const auto wait = send_due();
      const timespec timeout{wait.count() / 1'000'000'000, wait.count() % 1'000'000'000};
      const int count =
          ::epoll_pwait2(poll_, ready.data(), static_cast<int>(ready.size()), &timeout, nullptr);
      for (int i = 0; i < count; ++i) {
        auto& client = *static_cast<Client*>(ready[static_cast<std::size_t>(i)].data.ptr);
        const int status = client.receive();
        if (status != 0) step(client, status);
      }
      if (count == 0 && clock::now() > run_.end + std::chrono::seconds(15)) break;
    }
    report_.broken += busy_;
    return std::move(report_);
  }

 private:
  bool is_open() const { return run_.settings.per_second > 0; }
  bool has_due() const { return is_open() && due_at() < run_.end && !clients_.empty(); }
  clock::time_point due_at() const {
    const auto share = run_.settings.per_second / static_cast<double>(run_.settings.threads);
    return run_.start + std::chrono::nanoseconds{
                            static_cast<std::int64_t>(1e9 * static_cast<double>(due_) / share)};
  }

  /// Gives what is due to free connections; how long nothing else falls due.
  std::chrono::nanoseconds send_due() {
    constexpr std::chrono::nanoseconds patience = std::chrono::seconds{1};
    while (has_due() && !free_.empty()) {
      const auto due = due_at();
      const auto now = clock::now();
      if (due > now) return std::min<std::chrono::nanoseconds>(due - now, patience);
      auto& client = *free_.back();
      free_.pop_back();
      ++due_;
      ++busy_;
      if (!client.send_next(run_, due)) step(client, -1);
    }
    return patience;
  }

  void rest(Client& client) { free_.push_back(&client); }

  /// Counts an answer (status 0: there was none yet) and sends the next request.
  void step(Client& client, int status) {
    const auto now = clock::now();
    if (status > 0 && client.since() >= run_.count_from && (now <= run_.end || is_open())) {
      report_.latencies.add(now - client.since());
      ++report_.statuses[status];
    }
    if (status < 0) ++report_.broken;
    if (is_open() && status > 0) {
      --busy_;
      rest(client);
      return;
    }
    const bool goes_on = status >= 0 && !is_open() && now < run_.end && client.send_next(run_, now);
    if (status == 0 && goes_on) ++busy_;
    if (status != 0 && !goes_on) {
      --busy_;
      ::epoll_ctl(poll_, EPOLL_CTL_DEL, client.socket(), nullptr);
    }
  }

  Run& run_;
  int poll_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<Client*> free_;  ///< of an open loop
  std::uint64_t due_ = 0;      ///< requests of an open loop that were sent
  std::size_t busy_ = 0;
  LoadReport report_;
};

}  // namespace

void Latencies::add(std::chrono::nanoseconds latency) {
  const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
  ++buckets_[bucket_of(nanoseconds)];
  ++count_;
  max_ = std::max(max_, nanoseconds);
}

void Latencies::add(const Latencies& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

double Latencies::quantile_us(double share) const {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen > wanted) return static_cast<double>(std::min(top_of(i), max_)) / 1e3;
  }
  return max_us();
}

bool LoadReport::all(int status) const {
  return broken == 0 && statuses.size() == 1 && statuses.begin()->first == status;
}

std::string LoadReport::line() const {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), "%.0f/s, p50 %.2f ms, p99 %.2f ms, max %.2f ms",
                per_second(), latencies.quantile_us(0.5) / 1e3, latencies.quantile_us(0.99) / 1e3,
                latencies.max_us() / 1e3);
  std::string line(text.data());
  for (const auto& [status, count] : statuses) {
    line += ", " + std::to_string(status) + ": " + std::to_string(count);
  }
  if (broken > 0) line += ", broken: " + std::to_string(broken);
  return line;
}

LoadReport run_load(const LoadSettings& settings, const Supplier& supplier) {
  Run run{settings, supplier, clock::now(), {}, {}, {}};
  run.count_from = run.start + settings.warm_up;
  run.end = run.count_from + settings.duration;
  std::vector<std::unique_ptr<Crowd>> crowds;
  for (std::size_t i = 0; i < settings.threads; ++i) {
    const auto share = settings.connections / settings.threads +
                       (i < settings.connections % settings.threads ? 1 : 0);
    crowds.push_back(std::make_unique<Crowd>(run, share));
  }
  std::vector<LoadReport> reports(settings.threads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < settings.threads; ++i) {
    threads.emplace_back([&, i] { reports[i] = crowds[i]->work(); });
  }
  for (auto& thread : threads) thread.join();
  LoadReport all;
  const auto last = std::min(clock::now(), run.end);
  all.seconds = std::chrono::duration<double>(last - run.count_from).count();
  for (const auto& report : reports) {
    all.latencies.add(report.latencies);
    for (const auto& [status, count] : report.statuses) all.statuses[status] += count;
    all.broken += report.broken;
  }
  return all;
}

}  // namespace chopay::bench
