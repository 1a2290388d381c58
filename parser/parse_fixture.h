// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Fixture for tests of rules.  Writes a reply record by record, parses it with
// either of our parsers, and describes the trace in one line, the story.

#ifndef FUSE_DIRENTS_PARSER_PARSE_FIXTURE_H_
#define FUSE_DIRENTS_PARSER_PARSE_FIXTURE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded_bytes.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {

struct ParserUnderRules {
  const char* name;
  int (*parse)(const Profile&, const dirents_reply&, const dirents_sink&,
               uint64_t*);
};

inline constexpr uint64_t kStart = 100;  // Where every request starts.

// How a record's name appears in a story.
inline std::string Shown(std::string_view name) {
  const std::string quoted = Quote(name);
  return quoted.substr(1, quoted.size() - 2);
}

// "emit a, link a, full b, forget 8, -EIO at 1".
inline std::string StoryOf(const Trace& trace) {
  std::string story;
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    if (i > 0) story += ", ";
    switch (event.kind) {
      case Event::kEmit:
        story += (event.taken ? "emit " : "full ") + Shown(event.name);
        break;
      case Event::kLink:
        story += "link " + Shown(event.name) + (event.error ? " fails" : "");
        break;
      case Event::kForget:
        story += "forget " + std::to_string(event.nodeid);
        break;
      case Event::kReturn:
        story += ErrorText(event.error) + " at " + std::to_string(event.pos);
        break;
    }
  }
  return story;
}

// Records are written in order, with off = 1, 2, 3, ...  Each reply is parsed
// as one segment, as two segments, and with a segment for every byte; the story
// must be the same each time.
class ParseFixture : public testing::TestWithParam<ParserUnderRules> {
 protected:
  // A reply of records with these names.  nodeids count up from 7.
  void Plus(std::initializer_list<const char*> names) {
    Start(RecordFormat::kDirentplus);
    for (const char* name : names) Add(name);
  }
  void Plain(std::initializer_list<const char*> names) {
    Start(RecordFormat::kDirent);
    for (const char* name : names) Add(name);
  }
  void Start(RecordFormat format) {
    writer_ = DirentWriter(format);
    next_off_ = 1;
    next_nodeid_ = 7;
  }

  void Add(const std::string& name,
           const std::function<void(RecordFields*)>& change = {}) {
    RecordFields fields = {.ino = 50, .off = next_off_++, .name = name};
    fields.entry_out.nodeid = next_nodeid_++;
    fields.entry_out.attr.mode = 0100644;
    if (change) change(&fields);
    writer_.Append(fields);
  }
  void Drop(size_t nbytes) { writer_.Cut(writer_.bytes().size() - nbytes); }

  std::string Parse(const SinkPlan& plan = {}) {
    const std::string whole = ParseIn(plan, {});
    const size_t size = writer_.bytes().size();
    EXPECT_EQ(ParseIn(plan, {size / 3}), whole);
    std::vector<size_t> everywhere;
    for (size_t i = 0; i < size; ++i) everywhere.push_back(i);
    EXPECT_EQ(ParseIn(plan, everywhere), whole);
    return whole;
  }

  // The story when segments end at `seams`.
  std::string ParseIn(const SinkPlan& plan, const std::vector<size_t>& seams) {
    const std::string_view whole = room_.Place(writer_.bytes());
    const char* base = whole.data();
    std::vector<dirents_segment> segments;
    size_t start = 0;
    for (const size_t seam : seams) {
      segments.push_back({base + start, seam - start});
      start = seam;
    }
    segments.push_back({base + start, whole.size() - start});
    trace_.Clear();
    RecordingSink recorder(plan, &trace_);
    return Run(segments, recorder.sink());
  }

  std::string Run(const std::vector<dirents_segment>& segments,
                  const dirents_sink& sink) {
    const dirents_reply reply = {writer_.format() == RecordFormat::kDirentplus,
                                 kStart, segments.data(), segments.size(),
                                 writer_.bytes().size()};
    uint64_t pos = kStart;
    const int error = GetParam().parse(profile_, reply, sink, &pos);
    trace_.AddReturn(error, pos);
    return StoryOf(trace_);
  }

  Profile profile_ = LinuxProfile();
  DirentWriter writer_{RecordFormat::kDirent};
  Trace trace_;

 private:
  GuardedBytes room_{1 << 14};
  uint64_t next_off_ = 1;
  uint64_t next_nodeid_ = 7;
};

using Fields = RecordFields*;

// INSTANTIATE_TEST_SUITE_P(Parsers, ..., BothParsers(), ParserName).
inline auto BothParsers() {
  return testing::Values(ParserUnderRules{"Reader", ParseWithReader},
                         ParserUnderRules{"Reference", ParseWithReference});
}
inline std::string ParserName(
    const testing::TestParamInfo<ParserUnderRules>& parser) {
  return parser.param.name;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PARSE_FIXTURE_H_
