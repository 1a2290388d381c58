// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A property: one sentence about parsers that holds for every case.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "differential/case.h"
#include "differential/parser_list.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "properties/engine/generators.h"

namespace fuse_dirents {

// The parsers that a property is asked of, and the memory to run them on.  Let
// there be one at a time: see ReplyArena.
class Bench {
 public:
  // `parsers` must outlive the bench.  REQUIRES: there is one.
  explicit Bench(std::span<const ListedParser> parsers);

  std::span<const ListedParser> parsers() const { return parsers_; }

  // Lays out `reply`; both live until the next call.
  LaidOutReply& Lay(std::string_view reply, const Layout& layout);

  // The trace of `parser` on `reply` as `choices` say, or nothing where it
  // cannot be shown such a layout.
  std::optional<Trace> TraceOf(const ListedParser& parser, RecordFormat format,
                               std::string_view reply, const Choices& choices);

 private:
  std::span<const ListedParser> parsers_;
  ReplyArena arena_;
};

// Nothing where the property holds, else what was expected and what was got, in
// lines for a reader.
using Verdict = std::optional<std::string>;

// A kind of case without enough of which a property has shown nothing.
struct CaseKind {
  std::string_view what;  // "have a fault that is met".
  unsigned min_percent;   // Of all cases.
  bool (*is)(const Case& c);
};

struct Property {
  std::string_view name;  // snake_case.
  CaseRules cases;        // What it is about.
  Verdict (*holds)(Bench& bench, const Case& c);
  // How many cases in a hundred must be cut inside a record.
  unsigned min_cut_percent = 10;
  // What else cases must be.
  std::span<const CaseKind> kinds = {};
  // It is asked of so many times fewer cases, being so much work.
  size_t work = 1;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_
