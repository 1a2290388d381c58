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

#include "base/check.h"
#include "differential/input.h"
#include "properties/suite/child.h"
#include "properties/suite/judge.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

// Exits with status 2 if the BUILD file names a profile or format that there is
// not.
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

Judge& LinkedJudge() {
  static Judge& judge = *new Judge(LinkedSubject());  // Not destroyed: slow.
  return judge;
}

[[noreturn]] void Report(const Case& c, const Violation& violation) {
  std::fprintf(stderr, "finding: %s",
               ToText(LinkedSubject(), {violation, c}).c_str());
  std::abort();
}

const Case* in_hand = nullptr;

// No parser may end the process: that would end the run as if it had passed.
void OnExit() {
  const auto death = ExitInParser();
  if (death && in_hand != nullptr) {
    Report(*in_hand, LinkedJudge().ViolationOf(*in_hand, *death));
  }
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static const int registered = std::atexit(OnExit);
  FUSE_DIRENTS_CHECK(registered == 0);
  const Subject& subject = LinkedSubject();
  const Input input =
      DecodeInput(std::string_view(reinterpret_cast<const char*>(data), size));
  if (input.reply.size() > kMaxReplyBytes) return 0;
  Case c;
  const bool plus =
      subject.direntplus &&
      (!subject.dirent || input.choices.format == RecordFormat::kDirentplus);
  c.format = plus ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  c.raw = input.reply;
  c.choices = input.choices;
  c.choices.profile = subject.profile;
  in_hand = &c;
  const auto violation = LinkedJudge().AskForTrace(c);
  in_hand = nullptr;
  if (violation) Report(c, *violation);
  return 0;
}
