# chopay_embed(TARGET NAMESPACE FILE...): compiles files into TARGET as string_views.
# Each FILE becomes `NAMESPACE::embedded("<file name>")`, declared in the caller's own header;
# the generated table lives in the build tree only.
function(chopay_embed target namespace)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cpp)
  set(files)
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND files ${file})
  endforeach()
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
    COMMENT "Embedding files into ${target}" VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
