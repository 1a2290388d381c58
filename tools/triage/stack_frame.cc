// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/stack_frame.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace fuse_dirents {
namespace {

using std::string_view;

// Bazel compiles in a folder that is called so in debug information.
constexpr string_view kBazelFolder = "/proc/self/cwd/";

// Functions of the C library that are called by the code under test.
constexpr string_view kRuntime[] = {
    "abort",   "bcmp",   "calloc",  "exit",         "free",    "gsignal",
    "malloc",  "memchr", "memcmp",  "memcpy",       "memmove", "memrchr",
    "memset",  "mmap",   "munmap",  "pthread_kill", "raise",   "realloc",
    "strchr",  "strcmp", "strdup",  "strlen",       "strncmp", "strndup",
    "strnlen", "strstr", "syscall", "write",
};

bool IsRuntime(string_view function) {
  for (const string_view start :
       {"__", "std::", "operator new", "operator delete", "void std::"}) {
    if (function.starts_with(start)) return true;
  }
  return std::find(std::begin(kRuntime), std::end(kRuntime), function) !=
         std::end(kRuntime);
}

// Without the arguments: "(anonymous namespace)" and operator() stay.
string_view WithoutArguments(string_view function) {
  if (function.ends_with(" const")) function.remove_suffix(6);
  if (!function.ends_with(')')) return function;
  size_t depth = 0;
  for (size_t i = function.size(); i > 0; --i) {
    if (function[i - 1] == ')') ++depth;
    if (function[i - 1] == '(' && --depth == 0) {
      return i == 1 ? function : function.substr(0, i - 1);
    }
  }
  return function;
}

// Where a source location such as "parser/copy.cc:11:79" begins at the end of
// `text`, or npos.
size_t PlaceAt(string_view text) {
  const size_t blank = text.rfind(' ');
  if (blank == text.npos) return text.npos;
  const string_view word = text.substr(blank + 1);
  const size_t colon = word.find(':');
  if (word.starts_with("(") || colon == word.npos || colon + 1 >= word.size() ||
      std::isdigit(static_cast<unsigned char>(word[colon + 1])) == 0) {
    return text.npos;
  }
  return blank + 1;
}

}  // namespace

std::string ShortPlace(string_view place) {
  if (place.starts_with(kBazelFolder)) place.remove_prefix(kBazelFolder.size());
  if (place.starts_with("./")) place.remove_prefix(2);
  if (place.starts_with('/')) place.remove_prefix(place.rfind('/') + 1);
  return std::string(place);
}

FrameLine ReadFrameLine(string_view line) {
  const size_t begin = line.find_first_not_of(' ');
  if (begin == line.npos || begin == 0 || line[begin] != '#') return {};
  FrameLine read;
  read.is_frame = true;
  const size_t in = line.find(" in ");
  if (in == line.npos) return read;
  string_view function = line.substr(in + 4), place;
  if (const size_t at = PlaceAt(function); at != function.npos) {
    place = function.substr(at);
    function = function.substr(0, at - 1);
  } else {
    // "(/path/of/binary+0x7f) (BuildId: ...)".
    function = function.substr(0, function.find(" (/"));
  }
  function = WithoutArguments(function);
  read.is_fuzzer = function == "main" || function == "_start" ||
                   function == "fuzzer::RunOneTest" ||
                   function == "fuzzer::Fuzzer::ExecuteCallback";
  // Other functions of libFuzzer are signal handlers, above the target's.
  if (read.is_fuzzer || function.starts_with("fuzzer::") ||
      IsRuntime(function) || place.starts_with("/usr/")) {
    return read;
  }
  read.own = StackFrame{std::string(function), ShortPlace(place)};
  return read;
}

}  // namespace fuse_dirents
