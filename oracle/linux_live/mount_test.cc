// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mount itself, and what of it other processes see.

#include <fcntl.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/expected_sight.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/live_judge.h"
#include "oracle/linux_live/private_mounts.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"
#include "properties/engine/generators.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 11;
constexpr uint64_t kCases = 2000;

using MountTest = LiveFixture;

TEST_F(MountTest, IsSeenInItsNamespaceAlone) {
  std::string problem;
  const auto ours = ReadFile("/proc/self/mountinfo", &problem);
  ASSERT_TRUE(ours) << problem;
  EXPECT_NE(ours->find("fuse_dirents_live"), ours->npos);
  const auto parents =
      ReadFile("/proc/" + std::to_string(getppid()) + "/mountinfo", &problem);
  ASSERT_TRUE(parents) << problem;
  EXPECT_EQ(parents->find("fuse_dirents_live"), parents->npos);
}

TEST_F(MountTest, IsGoneAfterItsLifetime) {
  std::string why_not, problem;
  std::string path;
  {
    const auto mount = LiveMount::Make({}, &why_not);
    ASSERT_NE(mount, nullptr) << why_not;
    path = " " + mount->path() + " ";
    EXPECT_NE(ReadFile("/proc/self/mountinfo", &problem)->find(path),
              std::string::npos);
  }
  EXPECT_EQ(ReadFile("/proc/self/mountinfo", &problem)->find(path),
            std::string::npos);
}

TEST_F(MountTest, AServerThatDoesNotAnswerIsAborted) {
  std::string why_not;
  const auto mount = LiveMount::Make(
      {.patience = std::chrono::milliseconds(300), .is_mute = true}, &why_not);
  ASSERT_NE(mount, nullptr) << why_not;
  char buffer[4096];
  const LiveMount::Bounded bounded(mount.get());
  EXPECT_EQ(syscall(SYS_getdents64, mount->dir(), buffer, sizeof buffer), -1);
  EXPECT_TRUE(errno == ECONNABORTED || errno == ENOTCONN) << errno;
  EXPECT_TRUE(mount->aborted());
}

// Records of a cached listing: as many as the case has, with rising offs.
Case CacheableCase(uint64_t seed) {
  RandomChooser chooser(Random(seed).Next());
  Case c =
      DrawCase({.well_formed = true, .max_namelen = LiveMount::kMaxCachedName},
               &LinuxProfile(), &chooser);
  c.format = RecordFormat::kDirent;
  c.raw.clear();
  for (size_t i = 0; i < c.records.size(); ++i) c.records[i].off = i + 1;
  return c;
}

// The second listing of one open comes from the kernel's readdir cache, asks
// the server nothing and shows the same.
TEST_F(MountTest, ACachedListingShowsTheSame) {
  std::string why_not;
  const auto mount = LiveMount::Make({.open_flags = FOPEN_CACHE_DIR}, &why_not);
  ASSERT_NE(mount, nullptr) << why_not;
  std::vector<char> buffer(kMaxCount, kPattern);
  size_t compared = 0, longest = 0;
  const auto list = [&](std::vector<SeenEntry>* entries) {
    const LiveMount::Bounded bounded(mount.get());
    const auto got =
        syscall(SYS_getdents64, mount->dir(), buffer.data(), buffer.size());
    ASSERT_GE(got, 0);
    const std::string_view bytes(buffer.data(), static_cast<size_t>(got));
    EXPECT_EQ(ParseGetdents64(bytes, entries), "");
    std::fill_n(buffer.begin(), bytes.size(), kPattern);
  };
  for (uint64_t i = 0; i < kCases; ++i) {
    const Case c = CacheableCase(kSeed + i);
    const std::string bytes = c.Written();
    // An empty directory has no page of cache, which opening it again drops.
    if (c.records.empty() || bytes.size() > (1 << 20)) continue;
    ASSERT_TRUE(mount->Reopen());
    mount->SetReply(c.format, bytes);
    std::vector<SeenEntry> first, end, second;
    list(&first);
    list(&end);
    EXPECT_EQ(mount->TakeRequests().size(), 2u);
    lseek(mount->dir(), 0, SEEK_SET);
    list(&second);
    EXPECT_EQ(mount->TakeRequests().size(), 0u);
    Question question = {.format = c.format,
                         .bytes = bytes,
                         .count = kMaxCount,
                         .room = kMaxCount};
    const Sight expected =
        ExpectedSight(ParseWithReference, kernel_->facts(), question);
    EXPECT_EQ(first, expected.entries) << c.ToRecipe("first listing");
    EXPECT_TRUE(end.empty());
    EXPECT_EQ(second, expected.entries) << c.ToRecipe("cached listing");
    for (const SeenEntry& entry : second) {
      longest = std::max(longest, entry.name.size());
    }
    ++compared;
  }
  std::printf("Linux %s: %zu cached listings, longest name %zu\n",
              KernelRelease().c_str(), compared, longest);
  EXPECT_GT(compared, kCases / 2);
  EXPECT_EQ(longest, LiveMount::kMaxCachedName);
}

// Overlayfs reads the whole directory first, as much in one request as there
// can be, and passes on an error that getdents64() would hide.
TEST_F(MountTest, OverlayfsPassesOnWhatTheReferenceReturns) {
  LiveMount& mount = kernel_->mount(Asks::kPlain);
  const std::string lower = NewMountPoint();
  const std::string path = NewMountPoint();
  const std::string options = "xino=off,lowerdir=" + mount.path() + ":" + lower;
  if (::mount("overlay", path.c_str(), "overlay", MS_RDONLY, options.c_str()) !=
      0) {
    GTEST_SKIP() << ErrnoText("mount(overlay)");
  }
  std::vector<char> buffer(kMaxCount, kPattern);
  size_t errors = 0, hidden_errors = 0, lists = 0;
  for (uint64_t i = 0; i < kCases; ++i) {
    RandomChooser chooser(Random(kSeed + i).Next());
    Case c = DrawCase({}, &LinuxProfile(), &chooser);
    c.format = RecordFormat::kDirent;
    Question question = {.format = c.format,
                         .bytes = c.Reply(),
                         .count = kMaxCount,
                         .room = kMaxCount};
    uint64_t pos = 0;
    std::set<std::string> names = {".", ".."}, doubtful;
    struct Sink : AcceptingSink {
      int Emit(const dirents_entry& entry) {
        // Of a record with ino 0 overlayfs asks the server for the inode.
        (entry.ino == 0 ? doubtful : names)->emplace(entry.name, entry.namelen);
        return 1;
      }
      std::set<std::string>*names, *doubtful;
    } sink = {{}, &names, &doubtful};
    const std::string_view sent =
        std::string_view(question.bytes)
            .substr(0, kernel_->facts().RequestBytes(kMaxCount));
    const dirents_segment segment = {sent.data(), sent.size()};
    const int error = ParseWithReference(*kernel_->facts().profile,
                                         {0, 0, &segment, 1, sent.size()},
                                         SinkOf(&sink), &pos);

    mount.SetReply(c.format, question.bytes);
    const LiveMount::Bounded bounded(&mount);
    const int dir = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT_GE(dir, 0) << ErrnoText(path);
    const auto got = syscall(SYS_getdents64, dir, buffer.data(), buffer.size());
    const int seen_error = got < 0 ? -errno : 0;
    close(dir);
    const auto requests = mount.TakeRequests();
    ASSERT_FALSE(requests.empty());
    EXPECT_EQ(requests[0].size, kernel_->facts().RequestBytes(kMaxCount));
    ASSERT_EQ(seen_error, error) << c.ToRecipe("through overlayfs");
    ++lists;
    if (error != 0) {
      ++errors;
      if (names.size() > 2) ++hidden_errors;
      continue;
    }
    std::vector<SeenEntry> entries;
    const std::string_view bytes(buffer.data(), static_cast<size_t>(got));
    EXPECT_EQ(ParseGetdents64(bytes, &entries), "");
    std::fill_n(buffer.begin(), bytes.size(), kPattern);
    std::set<std::string> seen;
    for (const SeenEntry& entry : entries) {
      if (!doubtful.contains(entry.name)) seen.insert(entry.name);
    }
    for (const std::string& name : doubtful) names.erase(name);
    names.insert({".", ".."});
    seen.insert({".", ".."});
    ASSERT_EQ(seen, names) << c.ToRecipe("through overlayfs");
  }
  std::printf(
      "Linux %s: %zu listings through overlayfs, %zu errors, %zu of "
      "them after entries\n",
      KernelRelease().c_str(), lists, errors, hidden_errors);
  EXPECT_GT(hidden_errors, 10u);
  umount2(path.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace fuse_dirents
