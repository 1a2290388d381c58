// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/scratch.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "base/files.h"
#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// Enough for some thirty replies of kSize bytes.
constexpr int kStaying = 300, kGoing = 120, kPerStep = 3;
constexpr uint32_t kSize = 512;

// A file that goes sorts before those that stay, and one that comes after: so
// in a sorted listing each change moves what is still to be listed.
std::string Going(int i) { return fmt::format("a_going_{:03}", i); }
std::string Staying(int i) { return fmt::format("b_staying_{:03}", i); }
std::string Coming(int i) {
  return fmt::format("{}_coming_{:03}", "ac"[i % 2], i);
}

}  // namespace

std::unique_ptr<Scratch> Scratch::Make(const std::string& parent,
                                       std::string* problem) {
  std::string path = (fs::path(parent) / kName).string();
  std::error_code error;
  if (!fs::create_directory(path, error)) {
    *problem = fmt::format("--mutable {}: cannot make {} in it: {}", parent,
                           kName, error ? error.message() : "it exists");
    return nullptr;
  }
  std::unique_ptr<Scratch> scratch(new Scratch(path));
  if (scratch->Reset()) return scratch;
  *problem = fmt::format("--mutable {}: cannot write: {}", parent,
                         std::strerror(errno));
  return nullptr;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool Scratch::Reset() {
  std::error_code error;
  for (int i = 0; i < kGoing; ++i) {
    fs::remove(fs::path(path_) / Coming(i), error);
    if (!WriteNewFile(fs::path(path_) / Going(i), "") && errno != EEXIST) {
      return false;
    }
  }
  for (int i = 0; i < kStaying; ++i) {
    if (!WriteNewFile(fs::path(path_) / Staying(i), "") && errno != EEXIST) {
      return false;
    }
  }
  return true;
}

bool Scratch::Change(int step) {
  for (int i = step * kPerStep; i < (step + 1) * kPerStep && i < kGoing; ++i) {
    std::error_code error;
    if (!fs::remove(fs::path(path_) / Going(i), error) || error) return false;
    if (!WriteNewFile(fs::path(path_) / Coming(i), "")) return false;
  }
  return true;
}

void Scratch::Check(DirectoryReader* reader, Results* results) {
  if (!Reset()) {
    return results->Block(RuleId::kMutable, "its files cannot be changed");
  }
  const OpenDirectory handle(*reader);
  std::map<std::string, int> times;
  Batch last;
  uint64_t offset = 0;
  for (int step = 0; step < kStaying + 2 * kGoing; ++step) {
    const Batch* batch =
        handle ? reader->Read(*handle, offset, kSize) : nullptr;
    if (batch == nullptr) {
      return results->Block(RuleId::kMutable, "a request of it was refused");
    }
    if (batch->entries.empty()) break;
    for (const Entry& entry : batch->entries) ++times[std::string(entry.name)];
    offset = batch->entries.back().off;
    last = batch->Copy();
    if (!Change(step)) {
      return results->Block(RuleId::kMutable, "its files cannot be changed");
    }
  }
  results->Checked(RuleId::kMutable);
  int lost = 0, doubled = 0;
  std::string lost_name, doubled_name;
  for (int i = 0; i < kStaying; ++i) {
    if (!times.contains(Staying(i)) && lost++ == 0) lost_name = Staying(i);
  }
  for (const auto& [name, count] : times) {
    if (count > 1 && doubled++ == 0) doubled_name = name;
  }
  if (lost == 0 && doubled == 0) return;
  results->Fail(RuleId::kMutable, last, last.bytes.size(),
                lost > 0
                    ? fmt::format("{} entries that stayed are lost, such as {}",
                                  lost, Quote(lost_name))
                    : fmt::format("{} entries come twice, such as {}", doubled,
                                  Quote(doubled_name)));
}

}  // namespace fuse_dirents
