// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/capture_directory.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "differential/input_file.h"
#include "fmt/format.h"
#include "parser/reader/dirent_reader.h"
#include "tools/capture/directory_node.h"

namespace fuse_dirents {
namespace {

// A longer listing counts as endless.
constexpr size_t kMaxReplies = size_t{1} << 16;

// Cookies of the records in a reply, in order.
std::vector<uint64_t> Cookies(RecordFormat format, const Packet& payload) {
  DirentReader reader(format, ReplyBytes(ByteRun(payload)));
  std::vector<uint64_t> cookies;
  for (Dirent dirent; reader.Next(&dirent);) cookies.push_back(dirent.off);
  return cookies;
}

class Listing {
 public:
  Listing(FuseClient& client, uint64_t nodeid, RecordFormat format,
          uint32_t size)
      : client_(client), nodeid_(nodeid), format_(format), size_(size) {}

  // Reads from offset 0 to the end, then once more from the cookie of the
  // middle record of the first reply.  Uses one file handle: a server need not
  // know the cookies of another.
  bool Run() {
    const std::optional<uint64_t> fh = client_.Opendir(nodeid_);
    if (!fh) return Fail(client_.error());
    uint64_t offset = 0;
    std::set<uint64_t> seen = {offset};
    std::vector<uint64_t> first_cookies;
    for (;;) {
      std::vector<uint64_t> cookies;
      if (!Read(*fh, offset, &replies_, &cookies)) return false;
      if (cookies.empty()) break;
      if (first_cookies.empty()) first_cookies = cookies;
      offset = cookies.back();
      if (!seen.insert(offset).second || replies_.size() > kMaxReplies) {
        return Fail(
            fmt::format("{}: the listing has no end; its next offset would be "
                        "{}",
                        What(replies_.back().offset), offset));
      }
    }
    if (first_cookies.size() >= 2) {
      const uint64_t middle = first_cookies[(first_cookies.size() - 1) / 2];
      std::vector<uint64_t> cookies;
      if (!Read(*fh, middle, &resumed_, &cookies)) return false;
    }
    return client_.Releasedir(nodeid_, *fh) || Fail(client_.error());
  }

  // Names the replies STEM-NUMBER, and moves the first ones and the last to
  // *out.
  void Keep(const std::string& stem, size_t keep,
            std::vector<CapturedReply>* out) {
    for (size_t i = 0; i < replies_.size(); ++i) {
      const bool kept = keep == 0 || i + 1 < keep || i + 1 == replies_.size();
      if (!kept) continue;
      replies_[i].file = fmt::format("{}{:03}{}", stem, i, FileEnding(format_));
      replies_[i].replies = replies_.size();
      out->push_back(std::move(replies_[i]));
    }
    for (CapturedReply& reply : resumed_) {
      reply.file = stem + "resumed" + FileEnding(format_);
      reply.replies = replies_.size();
      out->push_back(std::move(reply));
    }
  }

  const std::string& error() const { return error_; }

 private:
  // Appends one reply to *replies unless it is empty, and returns its cookies.
  bool Read(uint64_t fh, uint64_t offset, std::vector<CapturedReply>* replies,
            std::vector<uint64_t>* cookies) {
    std::optional<Packet> payload =
        client_.Readdir(format_, nodeid_, fh, offset, size_);
    if (!payload) return Fail(client_.error());
    if (payload->empty()) return true;
    *cookies = Cookies(format_, *payload);
    if (cookies->empty()) {
      return Fail(What(offset) + ": the reply has no whole record");
    }
    if (format_ == RecordFormat::kDirentplus &&
        !client_.ForgetEach(LookupsOf(*payload))) {
      return Fail(client_.error());
    }
    replies->push_back({.file = "",
                        .format = format_,
                        .size = size_,
                        .offset = offset,
                        .payload = *std::move(payload)});
    return true;
  }

  std::string What(uint64_t offset) const {
    return fmt::format("{} of {} bytes at offset {}", OpcodeName(format_),
                       size_, offset);
  }

  bool Fail(const std::string& error) {
    error_ = error;
    return false;
  }

  FuseClient& client_;
  uint64_t nodeid_;
  RecordFormat format_;
  uint32_t size_;
  std::vector<CapturedReply> replies_;
  std::vector<CapturedReply> resumed_;
  std::string error_;
};

}  // namespace

bool CaptureDirectory(FuseClient& client, const std::string& path,
                      const std::string& name, const CapturePlan& plan,
                      std::vector<CapturedReply>* replies,
                      std::string* problem) {
  const std::optional<DirectoryNode> node = WalkTo(client, path, problem);
  if (!node) return false;
  for (const RecordFormat format : plan.formats) {
    if (format == RecordFormat::kDirentplus && !client.readdirplus()) continue;
    for (const uint32_t size : plan.sizes) {
      Listing listing(client, node->nodeid, format, size);
      if (!listing.Run()) {
        *problem = listing.error();
        return false;
      }
      listing.Keep(fmt::format("{}-{}-", name, size), plan.keep, replies);
    }
  }
  if (!client.ForgetEach(node->lookups)) {
    *problem = client.error();
    return false;
  }
  return true;
}

}  // namespace fuse_dirents
