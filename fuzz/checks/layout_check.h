// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracles of layout_fuzzer.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_LAYOUT_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_LAYOUT_CHECK_H_

#include <optional>
#include <span>
#include <string>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "differential/runner.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The reader in each presentation.  Its trace on linear bytes is what the
// others must give; whether that trace is right is the claim of other targets.
std::span<const ListedParser> ReaderPresentations();

// Keeps its memory from one input to the next.
class LayoutCheck {
 public:
  // The first parser must take linear bytes.  Borrows `parsers`.
  explicit LayoutCheck(
      std::span<const ListedParser> parsers = ReaderPresentations());

  // Returns a report if two presentations differ, or if the trace of a cut
  // reply is no prefix of the trace of the whole reply.  The cut is
  // Layout::cut, or the last byte where the layout does not cut.
  std::optional<std::string> Check(RecordFormat format, const Input& input);

  // Whether the last Check() could have rejected the prefix.  It excuses the
  // empty reply, and a client that frames all records first where the whole
  // reply has a bad frame: that client emits nothing of the whole.
  bool judged_prefix() const { return judged_prefix_; }

 private:
  void ParseFirst(RecordFormat format, const Input& input, size_t nbytes,
                  Trace* trace);

  const ListedParser& first_;
  Runner runner_;
  Trace other_;
  bool judged_prefix_ = false;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_LAYOUT_CHECK_H_
