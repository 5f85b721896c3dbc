# Compiler settings that every target of the project shares, and the one way to declare a library.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo or Debug" FORCE)
endif()

find_program(HUSKY_CCACHE ccache)
if(HUSKY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HUSKY_CCACHE})
endif()

find_program(HUSKY_MOLD mold)
if(HUSKY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(husky_options INTERFACE)
target_include_directories(husky_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(husky_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports GCC's own copy of std::string inlined across functions (bug 105651).
  target_compile_options(husky_options INTERFACE -Wno-restrict)
  if(HUSKY_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    # It finds uninitialised members of empty tuples, <regex> and std::variant where it does not optimise.
    target_compile_options(husky_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  if(CMAKE_UNITY_BUILD)
    # It takes a coroutine of a source file that is compiled together with others for one of a header.
    target_compile_options(husky_options INTERFACE -Wno-subobject-linkage)
  endif()
endif()

if(HUSKY_SANITIZE)
  add_compile_options(-fsanitize=${HUSKY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(HUSKY_SANITIZE MATCHES "address,undefined")
    # AddressSanitizer finds what a null pointer or an object too small would do; the check of an object's type looks through a pipe, and
    # calls wrong what it cannot see without a file descriptor.
    add_compile_options(-fno-sanitize=null,object-size,vptr)
    # What is used after its scope, and pointers that are askew or run over, are looked for by the fuzzers (clang), which see every line that
    # handles raw bytes: with g++ these alone cost a quarter and a third of the compile time.
    add_compile_options(
      $<$<CXX_COMPILER_ID:GNU>:-fno-sanitize-address-use-after-scope>
      $<$<CXX_COMPILER_ID:GNU>:-fno-sanitize=alignment,pointer-overflow>)
  endif()
  add_link_options(-fsanitize=${HUSKY_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    if(HUSKY_SANITIZE STREQUAL "thread")
      # Asio orders some counters with fences, of which ThreadSanitizer knows nothing; g++ warns of each.
      add_compile_options(-Wno-tsan)
    endif()
  endif()
endif()

if(HUSKY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# husky_library(NAME SOURCES... USES TARGETS...)
function(husky_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC husky_options ${arg_USES})
endfunction()
