#pragma once

namespace chopay::app {

/// Keeps freed memory for the next batch: glibc would give it back to the system after each and ask
/// for it again, at the price of two system calls and page faults every time.
/// REQUIRES: the process has no other thread yet.
void keep_freed_memory();

}  // namespace chopay::app
