// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/laid_out_reply.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "pagemap/poison.h"
#include "pagemap/stale_records.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

using Bytes = std::vector<std::byte>;

Bytes RandomBytes(size_t size, uint64_t seed) {
  Random random(seed);
  Bytes bytes(size);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random.Next());
  return bytes;
}

// The first nbytes() bytes of a view.
Bytes Read(std::span<const Segment> segments, size_t nbytes) {
  Bytes bytes;
  for (const Segment& segment : segments) {
    const auto* base = static_cast<const std::byte*>(segment.base);
    const size_t len = std::min(segment.len, nbytes - bytes.size());
    bytes.insert(bytes.end(), base, base + len);
  }
  return bytes;
}

Layout FromText(std::string_view text) {
  std::string problem;
  return Layout::FromText(text, &problem).value();
}

TEST(LaidOutReplyTest, EveryViewOfEveryLayoutShowsTheReply) {
  ReplyArena arena;
  size_t mapped = 0, segmented = 0;
  const size_t kSizes[] = {0, 1, 58, 59, 600, 4096, 4097, 5000, 70000};
  // Forward and backward, so that each layout follows two others.
  for (const size_t size : kSizes) {
    const Bytes reply = RandomBytes(size, size);
    for (const auto& [name, layout] : DefaultLayouts()) {
      LaidOutReply& laid = arena.Lay(reply, layout);
      ASSERT_EQ(laid.nbytes(), size) << name;
      EXPECT_EQ(Read(laid.Linear(), size), reply) << name;
      EXPECT_EQ(Read(laid.Segmented(), size), reply) << name;
      ++segmented;
      if (!laid.mappable()) {
        EXPECT_TRUE(laid.Mapped().empty()) << name;
        continue;
      }
      EXPECT_EQ(Read(laid.Mapped(), size), reply) << name << " " << size;
      ++mapped;
    }
  }
  EXPECT_GE(mapped, 90u);
  EXPECT_GE(segmented, 140u);
}

TEST(LaidOutReplyTest, NothingOutsideTheReplyIsUnpoisoned) {
  ReplyArena arena;
  size_t checked = 0;
  for (const auto& [name, layout] : DefaultLayouts()) {
    const Bytes reply = RandomBytes(1003, 1);
    LaidOutReply& laid = arena.Lay(reply, layout);
    for (const auto& segments :
         {laid.Mapped(), laid.Segmented(), laid.Linear()}) {
      size_t left = laid.nbytes();
      for (const Segment& segment : segments) {
        const auto* base = static_cast<const std::byte*>(segment.base);
        const size_t len = std::min(segment.len, left);
        for (size_t i = 0; i < len; ++i) ASSERT_FALSE(IsPoisoned(base + i));
        for (size_t i = len; i < segment.len; ++i) {
          ASSERT_EQ(IsPoisoned(base + i), kPoisonWorks) << name << " " << i;
          ++checked;
        }
        left -= len;
      }
    }
  }
  EXPECT_GT(checked, 100000u);
}

TEST(LaidOutReplyTest, DescsFollowTheLayout) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(5000, 1);
  LaidOutReply& laid =
      arena.Lay(reply, FromText("folio_order=1 head=100 desc_limit=599 "
                                "desc_lengths=3,0,9000"));
  const std::span<const FolioDesc> descs = laid.pages().descs();
  ASSERT_EQ(descs.size(), 3u);
  EXPECT_EQ(descs[0], (FolioDesc{100, 3}));
  EXPECT_EQ(descs[1], (FolioDesc{0, 0}));
  EXPECT_EQ(descs[2], (FolioDesc{0, 8192}));
  EXPECT_EQ(laid.Segmented().size(), 3u);

  const LaidOutReply& limited =
      arena.Lay(reply, FromText("head=4000 desc_limit=599"));
  ASSERT_EQ(limited.pages().size(), 10u);
  EXPECT_EQ(limited.pages().descs()[0], (FolioDesc{4000, 96}));
  EXPECT_EQ(limited.pages().descs()[9], (FolioDesc{0, 599}));
}

TEST(LaidOutReplyTest, MappableIfEveryDescIsWhole) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(10000, 1);
  const auto mappable = [&](std::string_view text) {
    return arena.Lay(reply, FromText(text)).mappable();
  };
  EXPECT_TRUE(mappable("default"));
  EXPECT_TRUE(mappable("head=4095 page_size=65536"));
  EXPECT_TRUE(mappable("desc_limit=4096"));
  EXPECT_FALSE(mappable("desc_limit=4095"));
  EXPECT_FALSE(mappable("desc_limit=4096 folio_order=1"));
  EXPECT_TRUE(mappable("head=96 desc_lengths=4000,4096"));
  EXPECT_FALSE(mappable("desc_lengths=4000,4096"));
  EXPECT_FALSE(mappable("desc_lengths=4096,0"));
}

TEST(LaidOutReplyTest, LongestReplyFitsEveryLayout) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(kMaxReplyBytes, 3);
  std::vector<Layout> layouts = {
      FromText("head=4095 desc_limit=1"),
      FromText("page_size=65536 folio_order=4 head=1048575 desc_limit=1"),
      FromText("page_size=16384 folio_order=3 order=ascending stale=records"),
      FromText("order=descending head=1"), Layout()};
  for (Layout& layout : layouts) {
    LaidOutReply& laid = arena.Lay(reply, layout);
    EXPECT_TRUE(Read(laid.Segmented(), reply.size()) == reply)
        << layout.ToText();
    EXPECT_EQ(laid.mappable(), layout.desc_limit == 0);
    if (!laid.mappable()) continue;
    EXPECT_TRUE(Read(laid.Mapped(), reply.size()) == reply) << layout.ToText();
  }
}

TEST(LaidOutReplyTest, CutReducesNbytesButLeavesTheRestInMemory) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(5000, 4);
  LaidOutReply& laid = arena.Lay(reply, FromText("cut=4500"));
  EXPECT_EQ(laid.nbytes(), 4500u);
  EXPECT_EQ(laid.Linear()[0].len, 4500u);
  const PageFrames& frames = arena.frames(4096);
  const std::byte* second =
      frames.pool.direct(laid.pages().folios()[1].first_page);
  EXPECT_TRUE(std::equal(reply.begin() + 4096, reply.end(), second));
  ASSERT_EQ(laid.Segmented().size(), 2u);
  EXPECT_EQ(arena.Lay(reply, FromText("cut=5001")).nbytes(), 5000u);
  EXPECT_EQ(arena.Lay(reply, FromText("cut=0")).nbytes(), 0u);
  // The cut is in the first page; the second page is still there.
  EXPECT_EQ(arena.Lay(reply, FromText("cut=7")).Segmented().size(), 2u);
}

// The bytes of a folio from byte `from` on, read from the direct map.
Bytes StaleBytes(ReplyArena* arena, const LaidOutReply& laid, size_t folio,
                 size_t from) {
  const PageArray& pages = laid.pages();
  const std::byte* base = arena->frames(pages.page_size())
                              .pool.direct(pages.folios()[folio].first_page);
  return Bytes(base + from, base + pages.FolioBytes(folio));
}

// `zeros` zeros and then the stream of stale records from byte `pos` on, up to
// `size` bytes.
Bytes Stream(size_t zeros, size_t pos, size_t size) {
  Bytes bytes(size);
  FillStaleRecords(9, pos, std::span(bytes).subspan(zeros));
  return bytes;
}

// With desc_lengths=12,61,8:
//     page a          page b      page c
//     [reply|stale|s] [stale|s]   [stale...
TEST(LaidOutReplyTest, StaleBytesFillEachFolioFromWhereTheNextRecordWouldBe) {
  const Bytes ones(4000, std::byte{0xff});
  Bytes ones_up_to_8_kib(65536 - 100);
  std::fill_n(ones_up_to_8_kib.begin(), 8192, std::byte{0xff});
  const struct {
    const char* layout;
    size_t size, folio, from;  // Of the reply; which bytes are looked at.
    Bytes expected;
  } cases[] = {
      {"stale=records:9", 4096 + 24, 1, 24, Stream(0, 0, 4096 - 24)},
      {"stale=records:9", 27, 0, 27, Stream(5, 0, 4096 - 27)},
      {"desc_lengths=12,61,8 stale=records:9", 10, 0, 10, Stream(6, 0, 4086)},
      {"desc_lengths=12,61,8 stale=records:9", 10, 1, 4, Stream(0, 0, 4092)},
      {"desc_lengths=12,61,8 stale=records:9", 10, 2, 0, Stream(0, 57, 4096)},
      {"page_size=65536 stale=ones", 100, 0, 100, ones_up_to_8_kib},
      {"page_size=65536", 100, 0, 100, Bytes(65536 - 100)},
      // The reply ends at a seam.
      {"desc_limit=4000 desc_lengths=4000,4096,96 stale=ones", 8192, 2, 96,
       ones},
      {"desc_limit=4000 desc_lengths=4000,4096,96 stale=ones", 8192, 0, 4000,
       Bytes(96)},
  };
  ReplyArena arena;
  for (const auto& c : cases) {
    const Bytes reply = RandomBytes(c.size, 5);
    const LaidOutReply& laid = arena.Lay(reply, FromText(c.layout));
    EXPECT_EQ(StaleBytes(&arena, laid, c.folio, c.from), c.expected)
        << c.layout << " folio " << c.folio;
  }
}

TEST(LaidOutReplyTest, BytesAroundAReplyDoNotDependOnEarlierReplies) {
  const Bytes long_reply = RandomBytes(60000, 6);
  const Bytes short_reply = RandomBytes(30, 7);
  size_t compared = 0;
  for (const auto& [name, layout] : DefaultLayouts()) {
    ReplyArena fresh;
    ReplyArena used;
    for (const NamedLayout& before : DefaultLayouts()) {
      used.Lay(long_reply, before.layout);
    }
    const LaidOutReply& a = fresh.Lay(short_reply, layout);
    const LaidOutReply& b = used.Lay(short_reply, layout);
    ASSERT_EQ(a.pages().size(), b.pages().size());
    for (size_t i = 0; i < a.pages().size(); ++i) {
      ASSERT_EQ(a.pages().folios()[i], b.pages().folios()[i]) << name;
      EXPECT_EQ(StaleBytes(&fresh, a, i, 0), StaleBytes(&used, b, i, 0))
          << name;
      ++compared;
    }
    EXPECT_EQ(a.DrawPages(), b.DrawPages());
  }
  EXPECT_GT(compared, 50u);
}

TEST(LaidOutReplyTest, RepeatingALayoutMakesNoSystemCall) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(20000, 9);
  const auto lay_all = [&] {
    for (const auto& [name, layout] : DefaultLayouts()) {
      LaidOutReply& laid = arena.Lay(reply, layout);
      laid.Mapped();
      laid.Segmented();
      laid.Linear();
    }
  };
  const auto calls = [&] {
    uint64_t sum = 0;
    for (const size_t page_size : {4096, 16384, 65536}) {
      const PageFrames& frames = arena.frames(page_size);
      sum += frames.mapped.counters().mapping_calls +
             frames.mapped.counters().reserve_calls +
             frames.segmented.mapping_calls();
    }
    return sum;
  };
  lay_all();
  const uint64_t after_first = calls();
  EXPECT_GT(after_first, 100u);
  lay_all();
  EXPECT_EQ(calls(), after_first);
}

size_t ProcessMappings() {
  std::ifstream maps("/proc/self/maps");
  size_t lines = 0;
  for (std::string line; std::getline(maps, line);) ++lines;
  return lines;
}

TEST(LaidOutReplyTest, MappingsStayUnderTheKernelsLimit) {
  ReplyArena arena;
  const Bytes reply = RandomBytes(8 << 20, 10);
  size_t most = 0;
  for (const size_t page_size : {4096, 16384, 65536}) {
    for (unsigned order = 0; order <= kMaxFolioOrder; ++order) {
      for (uint64_t seed = 0; seed < 8; ++seed) {
        Layout layout = {
            .page_size = page_size, .order_seed = seed, .folio_order = order};
        LaidOutReply& laid = arena.Lay(reply, layout);
        ASSERT_FALSE(laid.Mapped().empty());
        layout.desc_limit = 1;
        arena.Lay(reply, layout).Segmented();
      }
    }
    most = std::max(most, ProcessMappings());
  }
  EXPECT_GT(most, 15000u) << "the test no longer strains anything";
  EXPECT_LT(most, 58000u);
}

TEST(LaidOutReplyDeathTest, ReplyAboveTheLimitIsRefused) {
  ReplyArena arena;
  const Bytes reply(kMaxReplyBytes + 1);
  EXPECT_DEATH(arena.Lay(reply, Layout()), "check failed");
  EXPECT_DEATH(arena.Lay({}, Layout{.page_size = 8192}), "check failed");
}

}  // namespace
}  // namespace fuse_dirents
