// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser under dirent_parser_suite() does on every reply what its profile
// says, however the reply lies.
//
// Where the parser takes both formats, Choices::format is that of the reply.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "differential/input.h"
#include "properties/suite/judge.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

// Ends the process, and says why, where the BUILD file asks for nonsense.
const Subject& LinkedSubject() {
  static const Subject& subject = *[] {
    std::string problem;
    const auto made = MakeSubject(LinkedParser(), &problem);
    if (made) return new Subject(*made);
    std::fprintf(stderr, "%s\n", problem.c_str());
    std::exit(2);
  }();
  return subject;
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const Subject& subject = LinkedSubject();
  static Judge& judge = *new Judge(subject);  // Not destroyed: slow.
  const Input input =
      DecodeInput(std::string_view(reinterpret_cast<const char*>(data), size));
  if (input.reply.size() > kMaxReplyBytes) return 0;
  Case c;
  const bool plus = subject.dirent
                        ? subject.direntplus &&
                              input.choices.format == RecordFormat::kDirentplus
                        : true;
  c.format = plus ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  c.raw = input.reply;
  c.choices = input.choices;
  c.choices.profile = subject.profile;
  const auto violation = judge.AskForTrace(c);
  if (!violation) return 0;
  std::fprintf(stderr, "finding: %s", ToText(subject, {*violation, c}).c_str());
  std::abort();
}
