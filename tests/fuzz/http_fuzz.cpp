#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/codec.hpp"
#include "gateway/http/guard.hpp"
#include "gateway/http/percent.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/websocket.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what anybody may send to the HTTP port. First byte: which reader. Properties: nothing
// crashes; a head that comes in two pieces is read as if it came in one; what passes the guard has
// one length, a target without control characters and no coding; what is decoded encodes back.
using namespace chopay::http;
using chopay::testing::require;

namespace {

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  }
  return false;
}

bool has_field(const Head& head, std::string_view name) {
  for (const auto& field : head.fields) {
    if (same_name(field.name, name)) return true;
  }
  return false;
}

void read_head(std::string_view input, std::size_t cut) {
  HeadScanner whole;
  HeadScanner pieces;
  const auto refused = whole.scan(input);
  auto refused_late = pieces.scan(input.substr(0, cut % (input.size() + 1)));
  if (!refused_late && pieces.size() == 0) refused_late = pieces.scan(input);
  require(refused.has_value() == refused_late.has_value());
  if (refused || whole.size() == 0) return;
  require(whole.size() == pieces.size() && whole.size() <= input.size());
  Head head;
  if (parse_head(input.substr(0, whole.size()), head)) return;
  const GuardPolicy policy{.hosts = {"localhost", "[::1]:8080"}};
  const auto passed = check_head(head, policy);
  if (!passed) return;
  require(head.version == 11 && head.fields.size() <= policy.fields_max);
  require(!has_field(head, "Transfer-Encoding") && !has_field(head, "Expect"));
  require(!has_control(passed->path) && !has_control(passed->query));
  require(passed->path.starts_with('/') && percent_clean(passed->path));
  require(passed->content_length == 0 || has_field(head, "Content-Length"));
}

void read_text(std::string_view input) {
  if (const auto decoded = percent_decoded(input)) {
    require(percent_clean(input));
    // The guard has refused a control character that came as it is; an escaped one decodes to
    // nothing.
    require(has_control(*decoded) || percent_decoded(percent_encoded(*decoded)) == decoded);
  }
  if (const auto query = parse_query(input)) require(query->all().size() <= 32);
}

void read_frames(std::string_view input, std::size_t cut) {
  FrameReader reader;
  const auto first = cut % (input.size() + 1);
  for (const auto piece : {input.substr(0, first), input.substr(first)}) {
    reader.add(piece);
    FrameReader::Frame frame;
    FrameReader::Found found{};
    while ((found = reader.take(frame)) == FrameReader::Found::frame) {
      require(frame.payload.size() <= FrameReader::payload_bytes_max);
    }
    if (found == FrameReader::Found::broken) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string input(reinterpret_cast<const char*>(data) + 2, size - 2);
  switch (data[0] % 4) {
    case 0:
    case 1:
      read_head(input, data[1]);
      break;
    case 2:
      read_text(input);
      break;
    default:
      read_frames(input, data[1]);
      break;
  }
  return 0;
}
