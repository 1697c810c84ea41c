// fontconfig keeps what it has read of the fonts until the process ends, and LeakSanitizer takes
// that for lost. It does not grow with the number of drawings.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\n";
}
