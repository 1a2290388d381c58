// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/live_kernel.h"

#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "base/check.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

// d_ino, d_off, d_reclen and d_type of linux_dirent64.
constexpr size_t kNameAt = 19;

// A patterned buffer, as large as any.
const std::string& Patterned() {
  static const std::string* const kBytes = new std::string(kMaxCount, kPattern);
  return *kBytes;
}

std::string OneRecord(RecordFormat format, uint64_t off, size_t namelen) {
  DirentWriter writer(format);
  writer.Append({.ino = 1, .off = off, .name = std::string(namelen, 'p')});
  return writer.bytes();
}

}  // namespace

size_t KernelFacts::RequestBytes(uint32_t count) const {
  return WantedBytes(sizing, limits, static_cast<int32_t>(count));
}

std::string KernelRelease() {
  utsname name;
  FUSE_DIRENTS_CHECK(uname(&name) == 0);
  return name.release;
}

std::unique_ptr<LiveKernel> LiveKernel::Make(std::string* why_not,
                                             LiveMount::Options options) {
  std::unique_ptr<LiveKernel> kernel(new LiveKernel);
  for (const Asks asks : {Asks::kPlain, Asks::kPlus, Asks::kAdaptive}) {
    options.asks = asks;
    auto& mount = kernel->mounts_[static_cast<size_t>(asks)];
    mount = LiveMount::Make(options, why_not);
    if (mount == nullptr) return nullptr;
  }
  kernel->facts_.dir_nodeid = options.dir_nodeid;
  kernel->FindFacts();
  return kernel;
}

void LiveKernel::FindFacts() {
  LiveMount& plain = mount(Asks::kPlain);
  const std::string name = OneRecord(RecordFormat::kDirent, 1, 1025);
  plain.SetReply(RecordFormat::kDirent, name);
  SeekTo(0, &plain);
  const bool is_long_name_taken =
      List({.bytes = name, .count = kMaxCount, .room = 4096}) > 0;
  facts_.profile =
      FindProfile(is_long_name_taken ? "linux" : "linux_before_6_15");
  const uint32_t size = plain.TakeRequests().at(0).size;
  facts_.limits.page_size = static_cast<uint32_t>(sysconf(_SC_PAGESIZE));
  if (size > facts_.limits.page_size) {
    facts_.sizing = SizingRule::kKvmalloc;
    facts_.limits.max_pages = size / facts_.limits.page_size;
  }
}

void LiveKernel::SeekTo(uint64_t off, LiveMount* mount) {
  if (off <= INT64_MAX) {
    FUSE_DIRENTS_CHECK(lseek(mount->dir(), static_cast<off_t>(off), SEEK_SET) >=
                       0);
    return;
  }
  // A record's off takes the directory there.  Its nodeid is 0, so that nothing
  // is linked.  At 0 an adaptive mount asks for READDIRPLUS.
  FUSE_DIRENTS_CHECK(lseek(mount->dir(), 0, SEEK_SET) == 0);
  const RecordFormat format = mount == mounts_[0].get()
                                  ? RecordFormat::kDirent
                                  : RecordFormat::kDirentplus;
  const std::string primer = OneRecord(format, off, 1);
  mount->SetReply(format, primer);
  const std::string_view buffer = room_.Place(Patterned().substr(0, 64));
  FUSE_DIRENTS_CHECK(
      syscall(SYS_getdents64, mount->dir(), buffer.data(), buffer.size()) > 0);
  mount->TakeRequests();
}

int64_t LiveKernel::List(const Question& question) {
  LiveMount& mount = this->mount(question.asks);
  FUSE_DIRENTS_CHECK(question.room <= question.count &&
                     question.count <= kMaxCount);
  // No entry is longer than its record: the rest needs no pattern.
  buffer_ = room_.Place(std::string_view(Patterned()).substr(0, question.room));
  const LiveMount::Bounded bounded(&mount);
  const int64_t got = syscall(SYS_getdents64, mount.dir(), buffer_.data(),
                              size_t{question.count});
  return got < 0 ? -errno : got;
}

Sight LiveKernel::Look(const Question& question) {
  LiveMount& mount = this->mount(question.asks);
  SeekTo(question.start_off, &mount);
  mount.SetReply(question.format, question.bytes);
  Sight sight;
  const int64_t got = List(question);
  // The position itself can be negative.
  errno = 0;
  const off_t pos = lseek(mount.dir(), 0, SEEK_CUR);
  sight.pos = static_cast<uint64_t>(pos == -1 ? -errno : pos);
  sight.requests = mount.TakeRequests();
  if (got < 0) {
    sight.error = static_cast<int>(got);
  } else {
    sight.breach = ParseGetdents64(buffer_.substr(0, static_cast<size_t>(got)),
                                   &sight.entries);
    const std::string_view rest =
        buffer_.substr(static_cast<size_t>(got)).substr(0, 64);
    if (sight.breach.empty() && question.room == question.count &&
        rest.find_first_not_of(kPattern) != rest.npos) {
      sight.breach = "bytes were written after the last entry";
    }
  }
  if (question.asks != Asks::kPlain) {
    const auto names = NamesIn(question.format, question.bytes);
    const auto settled = mount.Settle(names);
    for (const auto& [nodeid, nlookup] : settled.before) {
      sight.forgotten[nodeid] += nlookup;
      sight.lookups[nodeid] += nlookup;
    }
    for (const auto& [nodeid, nlookup] : settled.after) {
      sight.lookups[nodeid] += nlookup;
    }
    for (size_t i = 0; i < settled.had_dentry.size(); ++i) {
      if (settled.had_dentry[i]) sight.dentries.emplace(names[i]);
    }
  }
  if (mount.aborted())
    sight.breach = "the connection was aborted: something took too long";
  return sight;
}

std::string ParseGetdents64(std::string_view bytes,
                            std::vector<SeenEntry>* entries) {
  while (!bytes.empty()) {
    if (bytes.size() < kNameAt + 1) return "the last entry has no name";
    SeenEntry entry = {};
    uint16_t reclen;
    std::memcpy(&entry.ino, bytes.data(), 8);
    std::memcpy(&entry.off, bytes.data() + 8, 8);
    std::memcpy(&reclen, bytes.data() + 16, 2);
    entry.type = static_cast<uint8_t>(bytes[18]);
    if (reclen % 8 != 0 || reclen <= kNameAt || reclen > bytes.size()) {
      return "d_reclen is " + std::to_string(reclen);
    }
    // The kernel writes the name and a NUL; what follows keeps the pattern.
    const std::string_view place = bytes.substr(kNameAt, reclen - kNameAt);
    const size_t nul = place.find_last_not_of(kPattern);
    if (nul == place.npos || place[nul] != '\0') return "a name has no NUL";
    if (PaddedSize(kNameAt + nul + 1) != reclen) {
      return "d_reclen is " + std::to_string(reclen) + " for a name of " +
             std::to_string(nul) + " bytes";
    }
    entry.name = place.substr(0, nul);
    entries->push_back(std::move(entry));
    bytes.remove_prefix(reclen);
  }
  return "";
}

}  // namespace fuse_dirents
