// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Lines of the stacks that sanitizers print:
//
//     #1 0x5636 in ns::Copy(unsigned char const*) parser/copy.cc:11:79

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_STACK_FRAME_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_STACK_FRAME_H_

#include <optional>
#include <string>
#include <string_view>

namespace fuse_dirents {

struct StackFrame {
  std::string function;  // Without its arguments.
  std::string place;     // "parser/copy.cc:11:79"; empty if unknown.
};

struct FrameLine {
  bool is_frame = false;   // The line is one of a stack.
  bool is_fuzzer = false;  // Of libFuzzer's, which calls the target.
  // A frame of the code under test: not the fuzzer's, and not of a runtime
  // (memcpy, abort, operator new, the standard library).
  std::optional<StackFrame> own = std::nullopt;
};

FrameLine ReadFrameLine(std::string_view line);

// A place that does not depend on the machine: an absolute path becomes the
// name of its file.
std::string ShortPlace(std::string_view place);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_STACK_FRAME_H_
