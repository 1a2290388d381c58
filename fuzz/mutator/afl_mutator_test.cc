// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// NAME_afl_mutator.so as afl-fuzz uses it.
//
//   afl_mutator_test RECORDS_SO NUMBERS_SO

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/mutator/test_replies.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// Both from the command line.
std::vector<std::string> libraries;

// -max_len of the target of each library (//bazel:targets.bzl).
constexpr size_t kMaxLen[] = {8192, 32};
// What AFL++ allows.
constexpr size_t kMebibyte = size_t{1} << 20;

// A library, loaded as afl-fuzz loads it.  It stays loaded: its mutator keeps
// memory from call to call.
class AflMutatorLibrary {
 public:
  explicit AflMutatorLibrary(const std::string& path)
      : handle_(dlopen(path.c_str(), RTLD_NOW)) {
    if (handle_ == nullptr) {
      ADD_FAILURE() << dlerror();
      return;
    }
    Find("afl_custom_init", &init);
    Find("afl_custom_fuzz", &fuzz);
    Find("afl_custom_deinit", &deinit);
  }

  bool is_whole() const { return init && fuzz && deinit; }
  bool Has(const char* symbol) const { return dlsym(handle_, symbol); }

  void* (*init)(void* afl, unsigned int seed) = nullptr;
  size_t (*fuzz)(void* data, uint8_t* buf, size_t buf_size, uint8_t** out_buf,
                 uint8_t* add_buf, size_t add_buf_size,
                 size_t max_size) = nullptr;
  void (*deinit)(void* data) = nullptr;

 private:
  template <typename Function>
  void Find(const char* symbol, Function** function) {
    *function = reinterpret_cast<Function*>(dlsym(handle_, symbol));
    EXPECT_NE(*function, nullptr) << symbol;
  }

  void* const handle_;
};

// One run of afl-fuzz with a seed.
class AflRun {
 public:
  AflRun(const AflMutatorLibrary& library, unsigned int seed)
      : library_(library), data_(library.init(nullptr, seed)) {}
  ~AflRun() { library_.deinit(data_); }
  AflRun(const AflRun&) = delete;
  AflRun& operator=(const AflRun&) = delete;

  // `other` may be null.
  std::string Fuzz(std::string_view bytes, const std::string* other,
                   size_t max_size) {
    std::vector<uint8_t> buf(bytes.begin(), bytes.end());
    std::vector<uint8_t> add_buf;
    if (other != nullptr) add_buf.assign(other->begin(), other->end());
    // Of an empty vector data() may be null, which says that there is none.
    add_buf.reserve(1);
    uint8_t* out = nullptr;
    // Without another input its size says nothing.
    const size_t size =
        library_.fuzz(data_, buf.data(), buf.size(), &out,
                      other != nullptr ? add_buf.data() : nullptr,
                      other != nullptr ? add_buf.size() : 64, max_size);
    EXPECT_NE(out, nullptr);
    EXPECT_TRUE(std::equal(
        bytes.begin(), bytes.end(), buf.begin(), buf.end(),
        [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; }))
        << "afl-fuzz's own input has changed";
    return {reinterpret_cast<const char*>(out), size};
  }

 private:
  const AflMutatorLibrary& library_;
  void* const data_;
};

// By the place in `libraries`.
class AflMutatorTest : public testing::TestWithParam<size_t> {
 protected:
  void SetUp() override { ASSERT_TRUE(library_.is_whole()); }
  size_t max_len() const { return kMaxLen[GetParam()]; }

  const AflMutatorLibrary library_{libraries.at(GetParam())};
};

TEST_P(AflMutatorTest, IsTheSameForTheSameSeed) {
  AflRun a(library_, 7), b(library_, 7), c(library_, 8);
  std::string bytes = "input\n", other = "x", of_another_seed = bytes;
  for (int call = 0; call < 2000; ++call) {
    const std::string* const add = call % 3 == 0 ? nullptr : &other;
    const std::string mutated = a.Fuzz(bytes, add, kMebibyte);
    ASSERT_EQ(b.Fuzz(bytes, add, kMebibyte), mutated);
    of_another_seed = c.Fuzz(of_another_seed, add, kMebibyte);
    other = bytes;
    bytes = mutated;
  }
  EXPECT_NE(of_another_seed, bytes);
}

TEST_P(AflMutatorTest, KeepsToTheLimits) {
  AflRun run(library_, 1);
  std::string bytes, other(100, 'b');
  for (size_t call = 0; call < 5000; ++call) {
    // AFL++'s limit, or less than the input.
    const size_t max_size = call % 5 == 0 ? 1 + call % 50 : kMebibyte;
    const std::string mutated =
        run.Fuzz(bytes, call % 2 == 0 ? &other : nullptr, max_size);
    ASSERT_GE(mutated.size(), 1u);
    ASSERT_LE(mutated.size(), std::min(max_size, max_len()));
    bytes = mutated;
  }
  // A longer seed grows no more.
  const std::string seed(3 * max_len(), 'a');
  for (int call = 0; call < 100; ++call) {
    ASSERT_LE(run.Fuzz(seed, &other, kMebibyte).size(), seed.size());
  }
  EXPECT_EQ(run.Fuzz("input", nullptr, 0), "");
}

TEST_P(AflMutatorTest, ShowsAflFuzzNothingElse) {
  EXPECT_FALSE(library_.Has("LLVMFuzzerCustomMutator"));
  // Otherwise a target would be looked for in it.
  EXPECT_FALSE(library_.Has("LLVMFuzzerTestOneInput"));
}

INSTANTIATE_TEST_SUITE_P(, AflMutatorTest, testing::Values(0, 1),
                         [](const auto& test) {
                           return test.param == 0 ? "Records" : "Numbers";
                         });

// It inserts and drops whole records, and takes some of the other input.
TEST(AflRecordMutatorTest, KnowsRecords) {
  const AflMutatorLibrary library(libraries.at(0));
  ASSERT_TRUE(library.is_whole());
  const std::string reply = Reply(RecordFormat::kDirent, {"a", "bb"});
  const std::string other = Reply(RecordFormat::kDirent, {"from_another"});
  AflRun run(library, 1);
  std::set<size_t> records;
  size_t joined = 0;
  for (int call = 0; call < 1000; ++call) {
    const std::string mutated = run.Fuzz(reply, &other, kMebibyte);
    records.insert(Opened(TargetFormat::kDirent, mutated).frames().size());
    joined += mutated.find("from_another") != mutated.npos;
  }
  EXPECT_GE(records.size(), 4u);
  EXPECT_GE(joined, 50u);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  fuse_dirents::libraries.assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
