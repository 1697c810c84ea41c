#include "gateway/api/photo_process.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <utility>

namespace chopay::api {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t output_bytes_max = 256U << 10U;
constexpr std::size_t complaint_bytes_max = 300;
constexpr int niceness = 5;  // money before pictures, yet a busy machine still reads them in time
constexpr int exit_not_run = 2;

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }

  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for a process");
    out = Descriptor{ends[0]};
    in = Descriptor{ends[1]};
  }
  Descriptor out;  ///< to be read from
  Descriptor in;   ///< to be written to
};

/// What the child is started with: its three descriptors and nothing else of ours.
class Start {
 public:
  Start(int in, int out, int err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    // This process holds its stop signals back and ignores broken pipes; the child does neither.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Start() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;

  pid_t run(const std::string& program) {
    std::array<std::string, 5> words{"chopay", "qr", "read", "--json", "-"};
    std::array<char*, 6> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    std::array<char*, 1> environment{};
    pid_t pid = 0;
    const int error = posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments.data(),
                                  environment.data());
    if (error != 0) throw std::runtime_error("the photo reader cannot be started");
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// Ends and collects the child if that has not happened.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  /// It waits for the photo, so nothing is done before the limits stand.
  void limit(const PhotoLimits& limits) const {
    const auto set = [&](__rlimit_resource what, rlim_t value) {
      const rlimit both{value, value};
      if (::prlimit(pid_, what, &both, nullptr) != 0) {
        throw std::runtime_error("the photo reader cannot be limited");
      }
    };
    set(RLIMIT_AS, limits.memory_bytes_max);
    set(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_max.count()));
    set(RLIMIT_FSIZE, 0);
    set(RLIMIT_CORE, 0);
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(pid_), niceness);
  }

  /// Its exit code once it has ended; nothing when a signal ended it.
  std::optional<int> wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    if (!WIFEXITED(status)) return std::nullopt;
    return WEXITSTATUS(status);
  }

 private:
  pid_t pid_;
};

/// The talk with the child: the photo goes in, two texts come out, each with its limit.
class Talk {
 public:
  Talk(Descriptor in, Descriptor out, Descriptor err, std::string_view photo)
      : in_(std::move(in)), out_(std::move(out)), err_(std::move(err)), left_(photo) {
    ::fcntl(in_.fd(), F_SETFL, O_NONBLOCK);
  }

  std::string output;
  std::string complaint;

  /// True when the child has said all before the deadline and within the limits.
  bool run(Clock::time_point deadline) {
    while (out_.open() || err_.open()) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
      if (left.count() <= 0) return false;
      // A closed descriptor is -1, which poll passes over.
      std::array<pollfd, 3> wanted{
          {{in_.fd(), POLLOUT, 0}, {out_.fd(), POLLIN, 0}, {err_.fd(), POLLIN, 0}}};
      if (::poll(wanted.data(), wanted.size(), static_cast<int>(left.count())) <= 0) continue;
      if (wanted[0].revents != 0) write_some();
      if (wanted[1].revents != 0) read_some(out_, output);
      if (wanted[2].revents != 0) read_some(err_, complaint);
      if (output.size() > output_bytes_max) return false;
    }
    return true;
  }

 private:
  void write_some() {
    const auto written = ::write(in_.fd(), left_.data(), left_.size());
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (written > 0) left_.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 || left_.empty()) in_.close();
  }

  static void read_some(Descriptor& from, std::string& into) {
    std::array<char, 16 << 10> bytes{};
    const auto got = ::read(from.fd(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) return from.close();
    into.append(bytes.data(), static_cast<std::size_t>(got));
  }

  Descriptor in_;
  Descriptor out_;
  Descriptor err_;
  std::string_view left_;
};

/// The "text" of each line. The child has touched the picture, so its words are checked too.
std::optional<std::vector<std::string>> texts_of(std::string_view lines) {
  std::vector<std::string> texts;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    json::error_code error;
    const auto line = json::parse(lines.substr(0, end), error);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto* object = error ? nullptr : line.if_object();
    const auto* text = object ? object->if_contains("text") : nullptr;
    if (!text) return std::nullopt;
    texts.emplace_back(text->is_string() ? std::string_view{text->get_string()}
                                         : std::string_view{});
  }
  return texts;
}

}  // namespace

PhotoTexts read_in_process(const std::string& program, std::string_view photo,
                           const PhotoLimits& limits) {
  const auto deadline = Clock::now() + limits.time_max;
  Pipe in;
  Pipe out;
  Pipe err;
  Child child{Start{in.out.fd(), out.in.fd(), err.in.fd()}.run(program)};
  child.limit(limits);
  in.out.close();
  out.in.close();
  err.in.close();
  Talk talk{std::move(in.in), std::move(out.out), std::move(err.out), photo};
  PhotoTexts photo_texts;
  if (!talk.run(deadline)) return photo_texts;
  const auto exit_code = child.wait();
  if (!exit_code) return photo_texts;
  if (*exit_code == exit_not_run) {
    photo_texts.end = PhotoTexts::End::refused;
    photo_texts.why = talk.complaint.substr(0, complaint_bytes_max);
    return photo_texts;
  }
  auto texts = texts_of(talk.output);
  if (*exit_code > exit_not_run || !texts) return photo_texts;
  photo_texts.end = PhotoTexts::End::read;
  photo_texts.texts = std::move(*texts);
  return photo_texts;
}

}  // namespace chopay::api
