# The Debian package: `./dev package` builds the target package_files and runs cpack.
# The same source and the same SOURCE_DATE_EPOCH give the same bytes.
set(package ${CMAKE_BINARY_DIR}/package)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE)  # tests need not be built for it

# The settings of the service are the annotated ones, with the folders of an installed machine.
file(READ config/chopay.toml settings)
string(REPLACE "data = \"./data\"" "data = \"/var/lib/chopay\"" settings "${settings}")
string(REPLACE "# head_guard = \"/var/lib" "head_guard = \"/var/lib" settings "${settings}")
file(CONFIGURE OUTPUT ${package}/chopay.toml CONTENT "${settings}" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS config/chopay.toml)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(about ${PROJECT_SOURCE_DIR}/config/package)
add_custom_command(
  OUTPUT ${package}/chopay.1.gz ${package}/chopay.bash ${package}/sbom.spdx.json
  COMMAND ${Python3_EXECUTABLE} -B ${about}/manual.py $<TARGET_FILE:chopay> chopay.1 chopay.bash
  COMMAND gzip --no-name --force --best chopay.1
  COMMAND ${Python3_EXECUTABLE} -B ${about}/sbom.py $<TARGET_FILE:chopay> sbom.spdx.json
  DEPENDS chopay ${about}/manual.py ${about}/sbom.py config/packages.txt
          gateway/web/package-lock.json
  WORKING_DIRECTORY ${package}
  COMMENT "Writing the man page, the completion and the bill of materials" VERBATIM)
add_custom_target(package_files ALL
  DEPENDS ${package}/chopay.1.gz ${package}/chopay.bash ${package}/sbom.spdx.json)

install(TARGETS chopay RUNTIME DESTINATION usr/bin)
install(FILES ${package}/chopay.toml DESTINATION etc/chopay)
install(FILES config/package/chopay.service DESTINATION lib/systemd/system)
install(FILES ${package}/chopay.1.gz DESTINATION usr/share/man/man1)
install(FILES ${package}/chopay.bash RENAME chopay
  DESTINATION usr/share/bash-completion/completions)
install(FILES ${package}/sbom.spdx.json config/alerts.yml config/grafana.json config/KEYS.md
  ledger/FORMAT.md
  DESTINATION usr/share/doc/chopay)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "chopay")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "VietQR codes, bank notices and a ledger for market stalls")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "Self-hosted software that lets market vendors be paid by VietQR without
trusting a screenshot: the banks' signed credit notices go to an append-only
ledger that shows whether anybody has changed it.")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Documents and stickers are set in its fonts; banks and webhooks are reached by TLS.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, fonts-noto-core, passwd")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
file(WRITE ${package}/conffiles "/etc/chopay/chopay.toml\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${about}/postinst ${about}/prerm ${about}/postrm ${package}/conffiles)
include(CPack)
