// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a difference is called, for parsers that were once given a wrong name.

#include "properties/suite/name_rule.h"

#include <cerrno>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "differential/mutants/mutants.h"
#include "differential/runner.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

RecordFields Entry(std::string name) {
  RecordFields fields = {.ino = 1, .off = 1, .type = 8};
  fields.name = std::move(name);
  fields.entry_out.nodeid = 2;
  fields.entry_out.attr.mode = 0100644;
  return fields;
}

std::string Reply(RecordFormat format,
                  std::initializer_list<RecordFields> records) {
  DirentWriter writer(format);
  for (const RecordFields& fields : records) writer.Append(fields);
  return writer.bytes();
}

Trace TraceOf(const ParseFunction& parse, RecordFormat format,
              std::string_view reply) {
  const dirents_segment segment = {reply.data(), reply.size()};
  Trace trace;
  RecordTrace(parse, LinuxProfile(),
              {format == RecordFormat::kDirentplus ? 1 : 0, 0, &segment, 1,
               reply.size()},
              {}, &trace);
  return trace;
}

// The name of what `parse` does on `reply` where `linux` is due.
NamedRule NameOf(const ParseFunction& parse, RecordFormat format,
                 std::string_view reply) {
  return NameRule(LinuxProfile(), format, reply, {},
                  TraceOf(&ParseWithReference, format, reply),
                  TraceOf(parse, format, reply), [&](std::string_view other) {
                    return TraceOf(parse, format, other);
                  });
}

NamedRule NameOf(const Profile& profile, RecordFormat format,
                 std::string_view reply) {
  return NameOf(BindProfile(&ParseWithReader, profile), format, reply);
}

TEST(NameRule, TheLongestNameIsTheOneThatTheParserHas) {
  for (const RecordFormat format : kFormats) {
    const std::string reply = Reply(format, {Entry(std::string(4000, 'n'))});
    const NamedRule old =
        NameOf(*FindProfile("linux_before_6_15"), format, reply);
    EXPECT_EQ(old.rule, "longest name in bytes");
    EXPECT_EQ(old.row, "name_max=1024") << old.why;
    // No client's length, and with an error of its own.
    for (const int error : {EIO, EINVAL}) {
      Profile own = LinuxProfile();
      own.name_max = 143;
      own.long_name = Error(error);
      const NamedRule named =
          NameOf(own, format, Reply(format, {Entry(std::string(200, 'n'))}));
      EXPECT_EQ(named.rule, "longest name in bytes") << named.why;
      EXPECT_EQ(named.row, "name_max=143") << named.why;
    }
  }
}

// `>` for `>=` in the condition of the loop.
TEST(NameRule, AHeaderAtTheEndIsNoLongName) {
  Profile profile = LinuxProfile();
  profile.lone_header_judged = false;
  for (const RecordFormat format : kFormats) {
    RecordFields lone = Entry("");
    EXPECT_EQ(NameOf(profile, format, Reply(format, {lone})).rule,
              "a header with nothing after it is looked at");
    lone.namelen = 8192;
    EXPECT_EQ(NameOf(profile, format, Reply(format, {lone})).rule,
              "a header with nothing after it is looked at");
  }
}

TEST(NameRule, TypeThatIsCutIsType) {
  Profile profile = LinuxProfile();
  profile.type_of_8_bits = true;
  for (const RecordFormat format : kFormats) {
    RecordFields entry = Entry("a");
    entry.type = 256;
    EXPECT_EQ(NameOf(profile, format, Reply(format, {entry})).rule,
              "type is cut to 8 bits");
  }
}

TEST(NameRule, AMissingEmitIsNoLookup) {
  const ParseFunction parse =
      BindProfile(ParseFunctionOf("second_entry_lost"), LinuxProfile());
  for (const RecordFormat format : kFormats) {
    const NamedRule named =
        NameOf(parse, format, Reply(format, {Entry("a"), Entry("b")}));
    EXPECT_EQ(named.rule, "Emit and full");
    EXPECT_TRUE(named.row.empty());
  }
}

}  // namespace
}  // namespace fuse_dirents
