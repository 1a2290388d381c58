// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/layout_check.h"

#include "differential/hex_dump.h"
#include "parser/parser_under_test.h"
#include "parser/trace/recording_sink.h"

namespace fuse_dirents {

std::span<const ListedParser> ReaderPresentations() {
  return OurParsers().subspan(1);
}

LayoutCheck::LayoutCheck(std::span<const ListedParser> parsers)
    : first_(parsers.front()), runner_(parsers) {}

void LayoutCheck::ParseFirst(RecordFormat format, const Input& input,
                             size_t nbytes, Trace* trace) {
  const dirents_segment segment = {input.reply.data(), nbytes};
  const dirents_reply reply = {format == RecordFormat::kDirentplus ? 1 : 0,
                               input.choices.start_off, &segment, 1, nbytes};
  trace->Clear();
  RecordingSink sink(input.choices.plan, trace);
  uint64_t pos = input.choices.start_off;
  const int error =
      first_.parse(*input.choices.profile, reply, sink.sink(), &pos);
  trace->AddReturn(error, pos);
}

std::optional<std::string> LayoutCheck::Check(RecordFormat format,
                                              const Input& input) {
  judged_prefix_ = false;
  if (auto difference = runner_.Compare(format, input)) {
    return std::move(difference->report);
  }
  const size_t size = input.reply.size();
  if (size == 0) return std::nullopt;
  const bool was_cut =
      input.choices.layout.cut && *input.choices.layout.cut < size;
  ParseFirst(format, input, was_cut ? size : size - 1, &other_);
  const Trace& cut = was_cut ? runner_.expected() : other_;
  const Trace& whole = was_cut ? other_ : runner_.expected();
  // The last event of each is its return.
  const Profile& profile = *input.choices.profile;
  if (profile.frames_first && whole.size() == 1) return std::nullopt;
  judged_prefix_ = true;
  const std::optional<size_t> differs = Trace::FirstDifference(cut, whole);
  if (!differs || *differs >= EventsOfPrefix(profile, cut)) return std::nullopt;
  return "a cut reply's trace is no prefix of the whole's, from event " +
         std::to_string(*differs) + " on\nchoices: " + input.choices.ToText() +
         "\nreply, whole:\n" + AnnotatedHexDump(format, input.reply) +
         "trace when cut" + (was_cut ? "" : " by one byte") + ":\n" +
         cut.ToText() + "trace of the whole:\n" + whole.ToText();
}

}  // namespace fuse_dirents
