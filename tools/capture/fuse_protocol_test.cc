// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_protocol.h"

#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr RequestHead kHead = {
    .unique = 5, .nodeid = 7, .uid = 1000, .gid = 100, .pid = 42};

// The value of `T` at `offset`.
template <typename T>
T At(const Packet& packet, size_t offset) {
  T value = {};
  EXPECT_TRUE(CopyOut(ByteRun(packet).subspan(offset), &value));
  return value;
}

// Offsets in this test are those of the protocol's documents, not of the
// structs that the code uses.
TEST(EncodeTest, EveryRequestStartsWithItsLengthOpcodeAndSender) {
  const struct {
    Packet packet;
    uint32_t opcode;
    size_t size;
  } kCases[] = {
      {EncodeInit(kHead), 26, 104},
      {EncodeLookup(kHead, "name"), 1, 45},
      {EncodeForget(kHead, 1), 2, 48},
      {EncodeOpendir(kHead), 27, 48},
      {EncodeReaddir(kHead, RecordFormat::kDirent, 1, 2, 3), 28, 80},
      {EncodeReaddir(kHead, RecordFormat::kDirentplus, 1, 2, 3), 44, 80},
      {EncodeReleasedir(kHead, 1), 29, 64},
      {EncodeDestroy(kHead), 38, 40},
  };
  for (const auto& [packet, opcode, size] : kCases) {
    SCOPED_TRACE(opcode);
    ASSERT_EQ(packet.size(), size);
    EXPECT_EQ(At<uint32_t>(packet, 0), size);
    EXPECT_EQ(At<uint32_t>(packet, 4), opcode);
    EXPECT_EQ(At<uint64_t>(packet, 8), 5u);
    EXPECT_EQ(At<uint64_t>(packet, 16), 7u);
    EXPECT_EQ(At<uint32_t>(packet, 24), 1000u);
    EXPECT_EQ(At<uint32_t>(packet, 28), 100u);
    EXPECT_EQ(At<uint32_t>(packet, 32), 42u);
    EXPECT_EQ(At<uint32_t>(packet, 36), 0u);
  }
}

TEST(EncodeTest, InitOffersReaddirplusAndMaxPages) {
  const Packet packet = EncodeInit(kHead);
  EXPECT_EQ(At<uint32_t>(packet, 40), 7u);
  EXPECT_EQ(At<uint32_t>(packet, 44), 38u);
  const auto flags = At<uint32_t>(packet, 52);
  EXPECT_TRUE(flags & 1 << 13);  // FUSE_DO_READDIRPLUS
  EXPECT_TRUE(flags & 1 << 22);  // FUSE_MAX_PAGES
  EXPECT_FALSE(flags & 7 << 7);  // FUSE_SPLICE_*
}

TEST(EncodeTest, ReaddirCarriesHandleOffsetAndSize) {
  const Packet packet = EncodeReaddir(kHead, RecordFormat::kDirentplus,
                                      0x1122334455667788, UINT64_MAX, 1 << 20);
  EXPECT_EQ(At<uint64_t>(packet, 40), 0x1122334455667788u);
  EXPECT_EQ(At<uint64_t>(packet, 48), UINT64_MAX);
  EXPECT_EQ(At<uint32_t>(packet, 56), 1u << 20);
}

TEST(EncodeTest, LookupEndsItsNameInNul) {
  const Packet packet = EncodeLookup(kHead, "ab");
  ASSERT_EQ(packet.size(), 43u);
  EXPECT_EQ(At<char>(packet, 40), 'a');
  EXPECT_EQ(At<char>(packet, 41), 'b');
  EXPECT_EQ(At<char>(packet, 42), '\0');
}

TEST(EncodeTest, ForgetAndReleasedirCarryTheirNumber) {
  EXPECT_EQ(At<uint64_t>(EncodeForget(kHead, 3), 40), 3u);
  EXPECT_EQ(At<uint64_t>(EncodeReleasedir(kHead, 9), 40), 9u);
}

// A reply with these header fields and `payload` bytes of payload.
Packet Reply(uint32_t len, int32_t error, uint64_t unique, size_t payload) {
  Packet packet(16 + payload, std::byte{0xab});
  std::memcpy(packet.data(), &len, 4);
  std::memcpy(packet.data() + 4, &error, 4);
  std::memcpy(packet.data() + 8, &unique, 8);
  return packet;
}

class DecodeTest : public testing::Test {
 protected:
  bool Decode(const Packet& packet) {
    problem_.clear();
    return DecodeReply(ByteRun(packet), /*unique=*/5, &reply_, &problem_);
  }

  FuseReply reply_ = {};
  std::string problem_;
};

TEST_F(DecodeTest, PayloadLiesInThePacket) {
  const Packet packet = Reply(24, 0, 5, 8);
  ASSERT_TRUE(Decode(packet));
  EXPECT_EQ(reply_.error, 0);
  EXPECT_EQ(reply_.payload.data(), packet.data() + 16);
  EXPECT_EQ(reply_.payload.size(), 8u);
}

TEST_F(DecodeTest, ErrorHasNoPayload) {
  ASSERT_TRUE(Decode(Reply(16, -5, 5, 0)));
  EXPECT_EQ(reply_.error, -5);
  EXPECT_TRUE(reply_.payload.empty());
  EXPECT_FALSE(Decode(Reply(24, -5, 5, 8)));
  EXPECT_NE(problem_.find("beside error -5"), std::string::npos);
}

TEST_F(DecodeTest, PacketShorterThanTheHeaderIsRefused) {
  const Packet whole = Reply(16, 0, 5, 0);
  for (size_t size = 0; size < 16; ++size) {
    EXPECT_FALSE(Decode(Packet(whole.begin(), whole.begin() + size))) << size;
  }
  EXPECT_TRUE(Decode(whole));
}

TEST_F(DecodeTest, LenMustBeThePacketsSize) {
  for (const uint32_t len : {0u, 15u, 16u, 23u, 25u, UINT32_MAX}) {
    EXPECT_FALSE(Decode(Reply(len, 0, 5, 8))) << len;
  }
}

TEST_F(DecodeTest, ErrorMustBeZeroOrAboveMinus512) {
  EXPECT_TRUE(Decode(Reply(16, -511, 5, 0)));
  for (const int32_t error : {1, 5, -512, INT32_MIN, INT32_MAX}) {
    EXPECT_FALSE(Decode(Reply(16, error, 5, 0))) << error;
  }
}

TEST_F(DecodeTest, AnswerToAnotherRequestIsRefused) {
  EXPECT_FALSE(Decode(Reply(16, 0, 6, 0)));
  EXPECT_NE(problem_.find("request 6 where 5"), std::string::npos);
}

TEST_F(DecodeTest, NotificationsAreToldFromReplies) {
  EXPECT_TRUE(IsNotification(ByteRun(Reply(16, 2, 0, 0))));
  EXPECT_FALSE(IsNotification(ByteRun(Reply(16, 0, 5, 0))));
  EXPECT_FALSE(IsNotification({}));
}

}  // namespace
}  // namespace fuse_dirents
