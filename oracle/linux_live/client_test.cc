// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What ReaddirClient does around a reply, the running kernel does too: opens
// and the readdir cache, records of the listed directory, FORGETs that a call
// waits for.  A client with a planted bug (readdir/path_mutant.h) does not.

#include <chrono>
#include <functional>
#include <initializer_list>
#include <string>

#include "gtest/gtest.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/two_clients.h"
#include "readdir/dentry_table.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

using std::chrono::milliseconds;

constexpr RecordFormat kPlus = RecordFormat::kDirentplus;
constexpr uint32_t kDirectory = 4;  // DT_DIR.
constexpr milliseconds kPause{200};

// The entries `first`, `first` + 1, ... as "a", "b", ...
void AddFiles(size_t first, size_t count, ModelServer* server) {
  for (size_t i = first; i < first + count; ++i) {
    server->Add({.name = std::string(1, static_cast<char>('a' + i)),
                 .nodeid = 100 + i});
  }
}

class ClientTest : public LiveFixture {
 protected:
  // What each listing showed, a line each.
  struct Script {
    TwoClients* both;
    std::string model, kernel;

    void List() {
      model += both->ListByModel() + "\n";
      kernel += both->ListByKernel() + "\n";
    }
  };
  using Steps = std::function<void(Script* script)>;

  static Script Run(const TwoClients::Options& options, const Steps& steps) {
    std::string why_not;
    const auto both = TwoClients::Make(options, &why_not);
    Script script = {both.get(), "", ""};
    EXPECT_NE(both, nullptr) << why_not;
    if (both != nullptr) steps(&script);
    return script;
  }

  // Does `steps` with both and returns what the kernel showed.  The two must
  // agree, and differ where one of `mutants` is planted.
  static std::string Show(const TwoClients::Options& options,
                          const Steps& steps,
                          std::initializer_list<PathMutant> mutants = {}) {
    const Script right = Run(options, steps);
    EXPECT_EQ(right.model, right.kernel);
    for (const PathMutant mutant : mutants) {
      const PlantedPathMutant planted(mutant);
      const Script wrong = Run(options, steps);
      EXPECT_EQ(wrong.kernel, right.kernel);
      EXPECT_NE(wrong.model, wrong.kernel) << static_cast<int>(mutant);
    }
    return right.kernel;
  }
};

class OpenTest : public ClientTest {
 protected:
  // Lists `before` entries, adds some, opens the directory again and lists it.
  static Steps Grows(size_t before, size_t added) {
    return [=](Script* script) {
      AddFiles(0, before, &script->both->server());
      script->List();
      AddFiles(before, added, &script->both->server());
      script->both->Reopen();
      script->List();
    };
  }
};

TEST_F(OpenTest, DropsTheCacheUnlessItIsToBeKept) {
  EXPECT_EQ(Show({.cached = true}, Grows(3, 2), {PathMutant::kOpenKeepsCache}),
            "2 requests: a b c\n2 requests: a b c d e\n");
  EXPECT_EQ(Show({.cached = true, .keep_cache = true}, Grows(3, 2),
                 {PathMutant::kCacheNeverServes}),
            "2 requests: a b c\n0 requests: a b c\n");
}

// It has no page that could be dropped, so it stays complete.
TEST_F(OpenTest, KeepsTheCacheOfAnEmptyDirectory) {
  EXPECT_EQ(
      Show({.cached = true}, Grows(0, 2), {PathMutant::kOpenResetsEmptyCache}),
      "1 requests:\n0 requests:\n");
}

using ListedDirectoryTest = ClientTest;

// The second listing finds another mtime, the third the same.
TEST_F(ListedDirectoryTest, ARefusedRecordOfItDiscardsTheCache) {
  const auto steps = [](Script* script) {
    AddFiles(0, 1, &script->both->server());
    script->both->server().Add({.name = "loop",
                                .nodeid = kListedNodeid,
                                .type = kDirectory,
                                .mtime = 3});
    for (int i = 0; i < 3; ++i) {
      script->both->Rewind();
      script->List();
    }
  };
  EXPECT_EQ(Show({.format = kPlus, .cached = true}, steps,
                 {PathMutant::kLoopKeepsAttributes}),
            "2 requests: a loop\n2 requests: a loop\n0 requests: a loop\n");
}

TEST_F(ListedDirectoryTest, GoesBadIfItsNodeidIsAFile) {
  const auto steps = [](Script* script) {
    script->both->server().Add({.name = "f", .nodeid = kListedNodeid});
    script->List();
  };
  EXPECT_EQ(Show({.format = kPlus}, steps), "1 requests: f error -EIO\n");
}

class ForgetTest : public ClientTest {
 protected:
  struct Record {
    const char* name;
    uint64_t nodeid;
    uint32_t type = 8;  // DT_REG.
    uint64_t generation = 0;
  };

  // Whether a call that gets these records returns while the server reads
  // nothing.
  static std::string ShowRecords(
      std::initializer_list<Record> records,
      std::initializer_list<PathMutant> mutants = {}) {
    const auto steps = [records](Script* script) {
      size_t added = 0;
      for (const Record& record : records) {
        script->both->server().Add({.name = std::to_string(added++),
                                    .nodeid = record.nodeid,
                                    .type = record.type,
                                    .sent_name = record.name,
                                    .generation = record.generation});
      }
      script->List();
    };
    return Show({.format = kPlus, .pause = kPause}, steps, mutants);
  }
};

TEST_F(ForgetTest, OfARecordThatIsNotLinkedIsAwaited) {
  constexpr char kHangs[] = "1 requests: hangs\n";
  EXPECT_EQ(
      ShowRecords({{"a", 7}, {"root", kFuseRootId}},
                  {PathMutant::kForgetNotAwaited, PathMutant::kForgetsNothing}),
      kHangs);
  EXPECT_EQ(ShowRecords({{"a", kListedNodeid, kDirectory}},
                        {PathMutant::kLoopLinked}),
            kHangs);
  EXPECT_EQ(ShowRecords({{"a", 7}, {"b", 7, 8, 1}, {"a", 7}},
                        {PathMutant::kBadInodeLinked}),
            kHangs);
}

// Of an inode that lost its last dentry the FORGET is queued.
TEST_F(ForgetTest, OfALinkedRecordIsNotAwaited) {
  EXPECT_EQ(ShowRecords({{"a", 7}, {"b", 8}}), "2 requests: a b\n");
  EXPECT_EQ(ShowRecords({{"a", 7}, {"a", 8}}), "2 requests: a a\n");
  EXPECT_EQ(ShowRecords({{"a", 7, kDirectory}, {"b", 7, kDirectory}}),
            "2 requests: a b\n");
}

TEST_F(ForgetTest, ThatIsNeverReadHoldsTheCallUntilTheConnectionIsAborted) {
  std::string why_not;
  const auto both = TwoClients::Make({.format = kPlus,
                                      .pause = milliseconds(60000),
                                      .patience = milliseconds(300)},
                                     &why_not);
  ASSERT_NE(both, nullptr) << why_not;
  both->server().Add({.name = "root", .nodeid = kFuseRootId});
  EXPECT_EQ(both->ListByModel(), "1 requests: hangs");
  EXPECT_EQ(both->ListByKernel(), "1 requests: hangs");
  EXPECT_TRUE(both->mount().aborted());
}

}  // namespace
}  // namespace fuse_dirents
