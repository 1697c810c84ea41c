#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <limits>

// Built by the presets whose sanitizers look for undefined behaviour, with their flags.

TEST_CASE("A number that overflows ends a program built with sanitizers, so that its test fails") {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Volatile, so that the compiler cannot work the sum out beforehand.
    volatile int largest = std::numeric_limits<int>::max();
    volatile int sum = largest + 1;
    ::_exit(sum == 0 ? 1 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK_FALSE((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}
