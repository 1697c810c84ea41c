# What makes a bug in the program hard to use, for every target that links chopay_options.
# tests/security/hardening_test.py looks for each of these in the finished program.
include(CheckCXXCompilerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)  # with CMAKE_POSITION_INDEPENDENT_CODE: programs are linked -pie

target_compile_options(chopay_options INTERFACE
  -fstack-protector-strong
  -fstack-clash-protection  # big frames touch each page, so that none jumps over the guard page
  -U_FORTIFY_SOURCE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>  # wants an optimiser
  -D_GLIBCXX_ASSERTIONS)  # an index out of range ends the process instead of reading on
check_cxx_compiler_flag(-fcf-protection=full CHOPAY_HAS_CET)  # amd64 has it, arm64 not
if(CHOPAY_HAS_CET)
  target_compile_options(chopay_options INTERFACE -fcf-protection=full)
  # Debian 12's own start files have no mark, so the linker must be told that returns are matched.
  # Theirs lack the landing places for jumps too, so it is not told that those are everywhere.
  target_link_options(chopay_options INTERFACE -Wl,-z,shstk)
endif()
target_link_options(chopay_options INTERFACE
  -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)

# The same source gives the same bytes wherever it is built.
target_compile_options(chopay_options INTERFACE
  $<$<CONFIG:Release>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
  -ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/>)
