// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The readdir cache and an overlayfs show what the reference says, and not what
// parsers with one wrong rule say.

#include <fcntl.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "differential/case.h"
#include "differential/mutants/mutants.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/expected_sight.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/private_mounts.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"
#include "properties/engine/generators.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 11;
constexpr uint64_t kCases = 2000;

Case DrawPlain(const CaseRules& rules, uint64_t i) {
  RandomChooser chooser(Random(kSeed + i).Next());
  Case c = DrawCase(rules, &LinuxProfile(), &chooser);
  c.format = RecordFormat::kDirent;
  return c;
}

class CacheOverlayTest : public LiveFixture {
 protected:
  // getdents64() on `dir`: an error, or entries.
  int List(int dir, std::vector<SeenEntry>* entries) {
    const auto got = syscall(SYS_getdents64, dir, buffer_.data(), kMaxCount);
    if (got < 0) return -errno;
    const std::string_view bytes(buffer_.data(), static_cast<size_t>(got));
    EXPECT_EQ(ParseGetdents64(bytes, entries), "");
    std::fill_n(buffer_.begin(), bytes.size(), kPattern);
    return 0;
  }

  // Takes out of `left` each parser for which `differs`.
  template <typename Differs>
  static void DropFound(const Differs& differs, std::set<std::string>* left) {
    std::erase_if(*left, [&](const std::string& mutant) {
      return differs(ParseFunctionOf(mutant));
    });
  }

  static void ExpectNone(const std::set<std::string>& left) {
    for (const std::string& mutant : left) {
      ADD_FAILURE() << mutant << " is not found";
    }
  }

  std::vector<char> buffer_ = std::vector<char>(kMaxCount, kPattern);
};

// The second listing of one open comes from the kernel's readdir cache and asks
// the server nothing.
TEST_F(CacheOverlayTest, ACachedListingShowsTheSame) {
  std::string why_not;
  const auto mount = LiveMount::Make({.open_flags = FOPEN_CACHE_DIR}, &why_not);
  ASSERT_NE(mount, nullptr) << why_not;
  std::set<std::string> planted = {"second_entry_lost", "first_byte_cleared",
                                   "off_one_later", "ino_of_32_bits"};
  size_t compared = 0, longest = 0;
  for (uint64_t i = 0; i < kCases; ++i) {
    Case c = DrawPlain(
        {.well_formed = true, .max_namelen = LiveMount::kMaxCachedName}, i);
    c.raw.clear();
    for (size_t k = 0; k < c.records.size(); ++k) c.records[k].off = k + 1;
    const std::string bytes = c.Written();
    // client_test has the cache of an empty directory.
    if (c.records.empty() || bytes.size() > (1 << 20)) continue;
    const LiveMount::Bounded bounded(mount.get());
    ASSERT_TRUE(mount->Reopen());
    mount->SetReply(c.format, bytes);
    std::vector<SeenEntry> first, end, second;
    EXPECT_EQ(List(mount->dir(), &first), 0);
    EXPECT_EQ(List(mount->dir(), &end), 0);
    EXPECT_TRUE(end.empty());
    EXPECT_EQ(mount->TakeRequests().size(), 2u);
    lseek(mount->dir(), 0, SEEK_SET);
    EXPECT_EQ(List(mount->dir(), &second), 0);
    EXPECT_EQ(mount->TakeRequests().size(), 0u);
    const auto expected = [&](const ParseFunction& parse) {
      return ExpectedSight(parse, kernel_->facts(),
                           {.format = c.format,
                            .bytes = bytes,
                            .count = kMaxCount,
                            .room = kMaxCount})
          .entries;
    };
    ASSERT_EQ(first, expected(ParseWithReference)) << c.ToRecipe("first");
    ASSERT_EQ(second, expected(ParseWithReference)) << c.ToRecipe("cached");
    DropFound([&](const auto& parse) { return second != expected(parse); },
              &planted);
    for (const SeenEntry& entry : second) {
      longest = std::max(longest, entry.name.size());
    }
    ++compared;
  }
  std::printf("Linux %s: %zu cached listings, longest name %zu\n",
              KernelRelease().c_str(), compared, longest);
  EXPECT_GT(compared, kCases / 2);
  EXPECT_EQ(longest, LiveMount::kMaxCachedName);
  ExpectNone(planted);
}

// What overlayfs must show of a reply.  `doubtful`: the names of records with
// ino 0, for which overlayfs asks the server for the inode.
struct Merged {
  int error = 0;
  std::set<std::string> names = {".", ".."}, doubtful = {};

  int Emit(const dirents_entry& entry) {
    (entry.ino == 0 ? doubtful : names).emplace(entry.name, entry.namelen);
    return 1;
  }
  int Link(const dirents_entry&, const void*) { return 0; }
  void Forget(uint64_t) {}

  bool operator==(const Merged& other) const {
    return error == other.error && (error != 0 || names == other.names);
  }
};

Merged ExpectedOf(const ParseFunction& parse, const KernelFacts& facts,
                  std::string_view reply) {
  Merged merged;
  reply = reply.substr(0, facts.RequestBytes(kMaxCount));
  const dirents_segment segment = {reply.data(), reply.size()};
  uint64_t pos = 0;
  merged.error = parse(*facts.profile, {0, 0, &segment, 1, reply.size()},
                       SinkOf(&merged), &pos);
  return merged;
}

// Overlayfs reads the whole directory first, as much in one request as there
// can be, and passes on an error that getdents64() would hide.
TEST_F(CacheOverlayTest, OverlayfsPassesOnWhatTheReferenceReturns) {
  LiveMount& mount = kernel_->mount(Asks::kPlain);
  const std::string lower = NewMountPoint();
  const std::string path = NewMountPoint();
  const std::string options = "xino=off,lowerdir=" + mount.path() + ":" + lower;
  if (::mount("overlay", path.c_str(), "overlay", MS_RDONLY, options.c_str()) !=
      0) {
    GTEST_SKIP() << ErrnoText("mount(overlay)");
  }
  std::set<std::string> planted = {"second_entry_lost", "first_byte_cleared",
                                   "error_after_entries_lost",
                                   "slash_first_unseen"};
  size_t errors = 0, hidden_errors = 0;
  for (uint64_t i = 0; i < kCases; ++i) {
    const Case c = DrawPlain({}, i);
    const std::string reply = c.Reply();
    const Merged expected =
        ExpectedOf(ParseWithReference, kernel_->facts(), reply);
    mount.SetReply(c.format, reply);
    const LiveMount::Bounded bounded(&mount);
    const int dir = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT_GE(dir, 0) << ErrnoText(path);
    std::vector<SeenEntry> entries;
    Merged seen;
    seen.error = List(dir, &entries);
    close(dir);
    const auto requests = mount.TakeRequests();
    ASSERT_FALSE(requests.empty());
    EXPECT_EQ(requests[0].size, kernel_->facts().RequestBytes(kMaxCount));
    for (const SeenEntry& entry : entries) seen.names.insert(entry.name);
    const auto differs = [&](Merged other) {
      Merged certain = seen;
      for (const std::string& name : expected.doubtful) {
        certain.names.erase(name);
        other.names.erase(name);
      }
      certain.names.insert({".", ".."});
      other.names.insert({".", ".."});
      return !(certain == other);
    };
    ASSERT_FALSE(differs(expected)) << c.ToRecipe("through overlayfs");
    DropFound(
        [&](const auto& parse) {
          return differs(ExpectedOf(parse, kernel_->facts(), reply));
        },
        &planted);
    if (expected.error != 0) ++errors;
    if (expected.error != 0 && expected.names.size() > 2) ++hidden_errors;
  }
  std::printf(
      "Linux %s: %llu listings through overlayfs, %zu errors, %zu of them "
      "after entries\n",
      KernelRelease().c_str(), static_cast<unsigned long long>(kCases), errors,
      hidden_errors);
  EXPECT_GT(hidden_errors, 10u);
  ExpectNone(planted);
  umount2(path.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace fuse_dirents
