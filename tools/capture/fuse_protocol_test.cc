// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_protocol.h"

#include <string>

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// The value of `T` at `offset`.
template <typename T>
T At(const Packet& packet, size_t offset) {
  T value = {};
  EXPECT_TRUE(CopyOut(ByteRun(packet).subspan(offset), &value));
  return value;
}

// Offsets in this test are those of the protocol's documents, not of the
// structs that the code uses.
TEST(EncodeTest, ARequestStartsWithItsLengthOpcodeAndSender) {
  fuse_in_header header = {};
  header.opcode = FUSE_READDIRPLUS;
  header.unique = 5;
  header.nodeid = 7;
  header.uid = 1000;
  header.gid = 100;
  header.pid = 42;
  fuse_read_in in = {};
  in.fh = 0x1122334455667788;
  in.offset = UINT64_MAX;
  in.size = 1 << 20;
  const Packet packet = EncodeRequest(header, BytesOf(in));
  ASSERT_EQ(packet.size(), 80u);
  EXPECT_EQ(At<uint32_t>(packet, 0), 80u);
  EXPECT_EQ(At<uint32_t>(packet, 4), 44u);
  EXPECT_EQ(At<uint64_t>(packet, 8), 5u);
  EXPECT_EQ(At<uint64_t>(packet, 16), 7u);
  EXPECT_EQ(At<uint32_t>(packet, 24), 1000u);
  EXPECT_EQ(At<uint32_t>(packet, 28), 100u);
  EXPECT_EQ(At<uint32_t>(packet, 32), 42u);
  EXPECT_EQ(At<uint32_t>(packet, 36), 0u);
  EXPECT_EQ(At<uint64_t>(packet, 40), 0x1122334455667788u);
  EXPECT_EQ(At<uint64_t>(packet, 48), UINT64_MAX);
  EXPECT_EQ(At<uint32_t>(packet, 56), 1u << 20);
}

// A reply with these header fields and `payload` bytes of payload.
Packet Reply(uint32_t len, int32_t error, uint64_t unique, size_t payload) {
  Packet packet(16 + payload, std::byte{0xab});
  std::memcpy(packet.data(), &len, 4);
  std::memcpy(packet.data() + 4, &error, 4);
  std::memcpy(packet.data() + 8, &unique, 8);
  return packet;
}

// The problem that DecodeReply() finds in an answer to request 5; empty if
// none.
std::string ProblemOf(const Packet& packet) {
  FuseReply reply;
  std::string problem;
  const bool decoded = DecodeReply(ByteRun(packet), packet.size(), /*unique=*/5,
                                   &reply, &problem);
  EXPECT_EQ(decoded, problem.empty());
  return problem;
}

TEST(DecodeTest, PayloadLiesInThePacket) {
  const Packet packet = Reply(24, 0, 5, 8);
  FuseReply reply;
  std::string problem;
  ASSERT_TRUE(DecodeReply(ByteRun(packet), 24, 5, &reply, &problem)) << problem;
  EXPECT_EQ(reply.error, 0);
  EXPECT_EQ(reply.payload.data(), packet.data() + 16);
  EXPECT_EQ(reply.payload.size(), 8u);
  ASSERT_TRUE(
      DecodeReply(ByteRun(Reply(16, -511, 5, 0)), 16, 5, &reply, &problem));
  EXPECT_EQ(reply.error, -511);
  EXPECT_TRUE(reply.payload.empty());
}

TEST(DecodeTest, RefusesWhatTheKernelRefuses) {
  const Packet whole = Reply(16, 0, 5, 0);
  EXPECT_EQ(ProblemOf(whole), "");
  for (size_t size = 0; size < 16; ++size) {
    EXPECT_EQ(
        ProblemOf(Packet(whole.begin(), whole.begin() + size)),
        fmt::format("sent {} bytes; a reply starts with a fuse_out_header "
                    "of 16",
                    size));
  }
  for (const uint32_t len : {0u, 15u, 16u, 23u, 25u, UINT32_MAX}) {
    EXPECT_EQ(ProblemOf(Reply(len, 0, 5, 8)),
              fmt::format("sent 24 bytes with len {} in fuse_out_header", len));
  }
  for (const int32_t error : {1, 5, -512, INT32_MIN, INT32_MAX}) {
    EXPECT_TRUE(ProblemOf(Reply(16, error, 5, 0))
                    .starts_with(fmt::format("sent error {};", error)));
  }
  EXPECT_EQ(ProblemOf(Reply(24, -5, 5, 8)), "sent a payload beside error -5");
  EXPECT_EQ(ProblemOf(Reply(16, 0, 6, 0)), "answered request 6; expected 5");
}

TEST(DecodeTest, NotificationsAreNotReplies) {
  EXPECT_TRUE(IsNotification(ByteRun(Reply(16, 2, 0, 0))));
  EXPECT_FALSE(IsNotification(ByteRun(Reply(16, 0, 5, 0))));
  EXPECT_FALSE(IsNotification({}));
}

}  // namespace
}  // namespace fuse_dirents
