#pragma once

#include <filesystem>

namespace chopay::testing {

/// A self-signed certificate for "localhost", made anew for a test and removed after it.
class TestCertificate {
 public:
  TestCertificate();
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::filesystem::path certificate_file() const { return folder_ / "cert.pem"; }
  std::filesystem::path key_file() const { return folder_ / "key.pem"; }
  /// Replaces both by new ones.
  void renew();

 private:
  std::filesystem::path folder_;
};

}  // namespace chopay::testing
