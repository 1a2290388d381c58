// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/listing_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEntries = 40;
constexpr uint32_t kSmall = 512;

// Lists names that begin alike.  If `skips`, a short request at an older offset
// skips an entry once the handle was at the end.
class AlikeReader : public DirectoryReader {
 public:
  explicit AlikeReader(bool skips) : skips_(skips) {
    for (size_t i = 0; i < kEntries; ++i) {
      names_.push_back(std::string(100, 'x') + std::to_string(100 + i));
    }
  }

  std::string_view call() const override { return "READDIR"; }
  std::string_view directory() const override { return "/"; }
  size_t HeaderBytes() const override { return 24; }
  size_t RecordBytes(size_t namelen) const override { return 32 + namelen; }
  size_t MaxBytes() const override { return kLargestRequest; }
  const std::string& problem() const override { return problem_; }

  std::optional<uint64_t> Open() override {
    was_at_end_.push_back(false);
    return was_at_end_.size() - 1;
  }
  void Close(uint64_t) override {}

  const Batch* Read(uint64_t handle, uint64_t offset, uint32_t size) override {
    size_t at = offset;
    // Not the last entry: there the listing would end too early.
    const bool resumes = at > 0 && at + 1 < kEntries;
    if (skips_ && was_at_end_[handle] && size < kSmall && resumes) ++at;
    if (at >= kEntries) was_at_end_[handle] = true;
    batch_ = {.call = "READDIR", .directory = "/", .offset = offset};
    batch_.size = size;
    for (size_t left = size; at < kEntries; ++at) {
      const size_t record = RecordBytes(names_[at].size());
      if (record > left) break;
      left -= record;
      batch_.entries.push_back(
          {.name = names_[at], .ino = at + 1, .off = at + 1, .type = 8});
    }
    return &batch_;
  }
  const Batch* ReadTooSmall(uint64_t handle, uint64_t offset,
                            uint32_t size) override {
    return Read(handle, offset, size);
  }

 private:
  const bool skips_;
  std::vector<std::string> names_;
  std::vector<bool> was_at_end_;
  Batch batch_;
  const std::string problem_;
};

bool SeekBackFails(bool skips) {
  AlikeReader reader(skips);
  Results results;
  const OnProgress progress = [](std::string_view) {};
  EXPECT_TRUE(ListingRules(&reader, &results, &progress).Run());
  EXPECT_EQ(results.Count(Result::kFail), skips ? 1u : 0u);
  return results.failed(RuleId::kSeekBack);
}

TEST(ListingRulesTest, ASkippedEntryIsSeenThoughNamesBeginAlike) {
  EXPECT_FALSE(SeekBackFails(false));
  EXPECT_TRUE(SeekBackFails(true));
}

}  // namespace
}  // namespace fuse_dirents
