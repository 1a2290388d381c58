// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/trace/recording_sink.h"

#include <cerrno>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr dirents_entry kEntry = {1, 2, 8, 1, "a"};

FuseEntryOut Nodeid7() {
  FuseEntryOut entry_out = {};
  entry_out.nodeid = 7;
  return entry_out;
}

// Acts as the parser.
class RecordingSinkTest : public testing::Test {
 protected:
  void Plan(const SinkPlan& plan) { plan_ = plan; }
  std::string Emits(int n) {
    RecordingSink recorder(plan_, &trace_);
    std::string answers;
    for (int i = 0; i < n; ++i) {
      answers +=
          std::to_string(recorder.sink().emit(recorder.sink().ctx, &kEntry));
    }
    return answers;
  }

  SinkPlan plan_;
  Trace trace_;
};

TEST_F(RecordingSinkTest, TakesAndLinksEverythingByDefault) {
  EXPECT_EQ(Emits(5), "11111");
  RecordingSink recorder(plan_, &trace_);
  const FuseEntryOut entry_out = {};
  for (int i = 0; i < 70; ++i) {
    EXPECT_EQ(recorder.sink().link(recorder.sink().ctx, &kEntry, &entry_out),
              0);
  }
}

TEST_F(RecordingSinkTest, IsFullAfterItsCapacity) {
  Plan({.capacity = 2});
  EXPECT_EQ(Emits(2), "11");
  EXPECT_EQ(Emits(3), "110");
  Plan({.capacity = 0});
  EXPECT_EQ(Emits(1), "0");
}

TEST_F(RecordingSinkTest, StaysFullAndRecordsEveryFurtherEmit) {
  Plan({.capacity = 1});
  EXPECT_EQ(Emits(3), "100");
  EXPECT_EQ(trace_.ToText(),
            "emit ino=1 off=2 type=8 name=\"a\"\n"
            "emit ino=1 off=2 type=8 name=\"a\" full\n"
            "emit ino=1 off=2 type=8 name=\"a\" full\n");
}

TEST_F(RecordingSinkTest, ThePlanForLinksRepeatsAfter32) {
  Plan({.failing_links = 1u << 31 | 1u << 1});
  RecordingSink recorder(plan_, &trace_);
  const FuseEntryOut entry_out = Nodeid7();
  for (int i = 0; i < 70; ++i) {
    const bool fails = i % 32 == 1 || i % 32 == 31;
    EXPECT_EQ(recorder.sink().link(recorder.sink().ctx, &kEntry, &entry_out),
              fails ? -ENOMEM : 0)
        << i;
    EXPECT_EQ(trace_.at(trace_.size() - 1).error, fails ? -ENOMEM : 0);
  }
}

TEST_F(RecordingSinkTest, RecordsEveryCallInOrder) {
  Plan({.failing_links = 1});
  RecordingSink recorder(plan_, &trace_);
  const dirents_sink& sink = recorder.sink();
  const FuseEntryOut entry_out = Nodeid7();
  sink.emit(sink.ctx, &kEntry);
  sink.link(sink.ctx, &kEntry, &entry_out);
  sink.forget(sink.ctx, 7);
  EXPECT_EQ(trace_.ToText(),
            "emit ino=1 off=2 type=8 name=\"a\"\n"
            "link ino=1 off=2 type=8 name=\"a\" nodeid=7 error=-ENOMEM\n"
            "forget nodeid=7\n");
}

}  // namespace
}  // namespace fuse_dirents
