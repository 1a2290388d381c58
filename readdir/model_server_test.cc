// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model_server.h"

#include <cerrno>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/parse.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {
namespace {

std::vector<std::string> NamesIn(const ServerReply& reply, RecordFormat format,
                                 uint64_t* pos) {
  const dirents_segment segment = {reply.bytes.data(), reply.bytes.size()};
  const dirents_reply parsed = {format == RecordFormat::kDirentplus ? 1 : 0,
                                *pos, &segment, 1, reply.bytes.size()};
  Trace trace;
  RecordingSink sink({}, &trace);
  EXPECT_EQ(ParseWithReader(LinuxProfile(), parsed, sink.sink(), pos), 0);
  std::vector<std::string> names;
  for (size_t i = 0; i < trace.size(); ++i) {
    if (trace.at(i).kind == Event::kEmit) names.emplace_back(trace.at(i).name);
  }
  return names;
}

// A server, and the books that it keeps.
struct Books {
  LookupLedger ledger;
};
struct LedgeredServer : Books, ModelServer {
  explicit LedgeredServer(const ServerOptions& options)
      : ModelServer(options, &ledger) {}
  using Books::ledger;
};

ServerReply Ask(ModelServer* server, const ReaddirRequest& request) {
  ServerReply reply;
  server->Handle(request, &reply);
  return reply;
}

RecordFields RecordOf(const ModelServer& server, std::string_view name) {
  RecordFields record;
  server.RecordOf(name, &record);
  return record;
}

// Asks from cookie to cookie until the server has no more.
std::vector<std::string> AskForAll(ModelServer* server, RecordFormat format,
                                   uint32_t size) {
  std::vector<std::string> all;
  uint64_t pos = 0;
  for (size_t i = 0; i < 10000; ++i) {
    const ServerReply reply = Ask(server, {format, pos, size});
    EXPECT_EQ(reply.error, 0);
    EXPECT_LE(reply.bytes.size(), size);
    if (reply.bytes.empty()) return all;
    for (const std::string& name : NamesIn(reply, format, &pos)) {
      all.push_back(name);
    }
  }
  ADD_FAILURE() << "no end";
  return all;
}

TEST(ModelServerTest, AnswersWhollyByEveryCookieFormatPackingAndSize) {
  size_t listings = 0;
  for (const CookieKind cookies : kAllCookieKinds) {
    for (const Packing packing :
         {Packing::kWholeRecords, Packing::kByteSlice}) {
      for (const RecordFormat format :
           {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
        for (const uint32_t size : {160u, 161u, 319u, 320u, 4096u, 65536u}) {
          LedgeredServer server({.cookies = cookies, .packing = packing});
          server.AddDotsAndFiles(300);
          EXPECT_EQ(AskForAll(&server, format, size), server.names());
          ++listings;
        }
      }
    }
  }
  EXPECT_EQ(listings, 96u);
}

TEST(ModelServerTest, NamesAndCookiesAreUnique) {
  for (const CookieKind kind : kAllCookieKinds) {
    LedgeredServer server({.cookies = kind});
    server.AddDotsAndFiles(3000);
    const std::vector<std::string> names = server.names();
    std::set<std::string> unique(names.begin(), names.end());
    EXPECT_EQ(unique.size(), 3002u);
    std::set<uint64_t> cookies;
    for (const std::string& name : names) {
      EXPECT_LE(name.size(), 4u);
      const uint64_t off = RecordOf(server, name).off;
      EXPECT_NE(off, 0u);
      EXPECT_EQ(off > INT64_MAX, kind == CookieKind::kNegative);
      cookies.insert(off);
    }
    EXPECT_EQ(cookies.size(), 3002u);
  }
}

TEST(ModelServerTest, AByteSliceEndsAtTheLastByteThatFits) {
  LedgeredServer server({.packing = Packing::kByteSlice});
  server.AddDotsAndFiles(10);
  for (uint32_t size = 1; size < 320; ++size) {
    const auto reply = Ask(&server, {RecordFormat::kDirent, 0, size});
    EXPECT_EQ(reply.bytes.size(), size);
  }
}

TEST(ModelServerTest, AByteSliceThatEndsAfterARecordBeginsNoOther) {
  LookupLedger ledger;
  ModelServer server({.packing = Packing::kByteSlice}, &ledger);
  server.AddDotsAndFiles(10);
  // "." and ".." count none; each record takes 160 bytes.
  Ask(&server, {RecordFormat::kDirentplus, 0, 5 * 160});
  EXPECT_EQ(ledger.counted(), 3u);
  Ask(&server, {RecordFormat::kDirentplus, 0, 5 * 160 + 1});
  EXPECT_EQ(ledger.counted(), 3u + 4);
}

TEST(ModelServerTest, ARequestAboveTheLimitIsRefusedOrCutShort) {
  LedgeredServer refusing({.max_request_bytes = 4096});
  refusing.AddDotsAndFiles(300);
  EXPECT_EQ(Ask(&refusing, {RecordFormat::kDirent, 0, 4097}).error, -ENOMEM);
  EXPECT_EQ(Ask(&refusing, {RecordFormat::kDirent, 0, 4096}).error, 0);
  LedgeredServer cutting(
      {.max_request_bytes = 4096, .oversized = Oversized::kShort});
  cutting.AddDotsAndFiles(300);
  EXPECT_EQ(Ask(&cutting, {RecordFormat::kDirent, 0, 8192}).bytes,
            Ask(&refusing, {RecordFormat::kDirent, 0, 4096}).bytes);
}

TEST(ModelServerTest, CountsALookupForEachEntryButTheDots) {
  LookupLedger ledger;
  ModelServer server({.dots_have_nodeid = true}, &ledger);
  server.AddDotsAndFiles(5);
  EXPECT_EQ(Ask(&server, {RecordFormat::kDirent, 0, 4096}).error, 0);
  EXPECT_EQ(ledger.counted(), 0u);
  EXPECT_EQ(Ask(&server, {RecordFormat::kDirentplus, 0, 4096}).error, 0);
  EXPECT_EQ(ledger.counted(), 5u);
  EXPECT_NE(RecordOf(server, ".").entry_out.nodeid, 0u);
}

TEST(ModelServerTest, AnErrorEndsAReplyAndAnswersTheNext) {
  LedgeredServer server({});
  server.Add({.name = "a"});
  server.Add({.name = "b", .error = EACCES});
  uint64_t pos = 0;
  const auto reply = Ask(&server, {RecordFormat::kDirent, 0, 4096});
  EXPECT_EQ(NamesIn(reply, RecordFormat::kDirent, &pos),
            std::vector<std::string>{"a"});
  EXPECT_EQ(Ask(&server, {RecordFormat::kDirent, pos, 4096}).error, -EACCES);
}

TEST(ModelServerTest, ACookieOutlivesItsEntry) {
  for (const CookieKind kind : kAllCookieKinds) {
    LedgeredServer server({.cookies = kind});
    server.Add({.name = "a"});
    server.Add({.name = "b"});
    server.Add({.name = "d"});
    uint64_t pos = RecordOf(server, "b").off;
    server.Remove("b");
    server.AddBefore("d", {.name = "c"});
    const auto reply = Ask(&server, {RecordFormat::kDirent, pos, 4096});
    EXPECT_EQ(NamesIn(reply, RecordFormat::kDirent, &pos),
              (std::vector<std::string>{"c", "d"}));
  }
}

TEST(ModelServerTest, AnUnknownCookieIsEinval) {
  LedgeredServer server({.cookies = CookieKind::kNonMonotonic});
  server.AddDotsAndFiles(3);
  EXPECT_EQ(Ask(&server, {RecordFormat::kDirent, 5, 4096}).error, -EINVAL);
}

}  // namespace
}  // namespace fuse_dirents
