// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which fields readdir.c fetches again after it called out, by the double-fetch
// tester: what the source does, no more.
//
// `off` at an emit is no second fetch of the source: the stand-in for
// dir_emit() takes it for the sink, and the source reads it later, once.

#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "oracle/linux_source/sources.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

int Parse(const dirents_reply& reply, const dirents_sink& sink, uint64_t* pos) {
  return parse_with_source(LinkedSources()[0].source, &reply, &sink, pos);
}

// The fields of `format` that are fetched again, as "FIELD after emit" or
// "FIELD after link", whatever the sink answers.
std::set<std::string> FetchedAgain(RecordFormat format) {
  DirentWriter writer(format);
  for (const std::string name : {"one", "two", "three"}) {
    RecordFields fields = {.ino = 100 + writer.bytes().size(),
                           .off = 10 + writer.bytes().size(),
                           .type = 8,
                           .name = name};
    if (format == RecordFormat::kDirentplus) {
      fields.entry_out.nodeid = 1000 + writer.bytes().size();
      fields.entry_out.attr.mode = 0100644;
    }
    writer.Append(fields);
  }
  std::set<std::string> fields;
  for (const SinkPlan& plan :
       {SinkPlan(), SinkPlan{.capacity = 1}, SinkPlan{.failing_links = ~0u}}) {
    for (const DoubleFetch& found :
         FindDoubleFetches(&Parse, format, writer.bytes(),
                           {.plan = plan, .names_are_copied = true})) {
      const std::string line =
          found.field + (found.link ? " after link" : " after emit");
      if (fields.insert(line).second) {
        std::printf("%s", found.report.c_str());
      }
    }
  }
  return fields;
}

TEST(HostilePages, WhatParseDirfileFetchesAgain) {
  EXPECT_EQ(FetchedAgain(RecordFormat::kDirent),
            (std::set<std::string>{"off after emit"}));
}

TEST(HostilePages, WhatParseDirplusfileFetchesAgain) {
  EXPECT_EQ(
      FetchedAgain(RecordFormat::kDirentplus),
      (std::set<std::string>{"entry_out.nodeid after link", "name after emit",
                             "namelen after emit", "off after emit"}));
}

}  // namespace
}  // namespace fuse_dirents
