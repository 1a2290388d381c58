// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/expected_sight.h"

#include <cerrno>
#include <cstring>
#include <string_view>

#include "parser/sink_adapter.h"
#include "readdir/dentry_table.h"

namespace fuse_dirents {
namespace {

// d_type holds the lowest four bits of `type`: S_DT_MASK.
constexpr uint32_t kTypeMask = 15;

// Bytes of an entry in the buffer of getdents64().
size_t EntryBytes(size_t namelen) { return PaddedSize(19 + namelen + 1); }

class KernelSink {
 public:
  KernelSink(const Question& question, uint64_t dir_nodeid, Sight* sight)
      : dentries_(dir_nodeid,
                  [this](uint64_t nodeid, uint64_t lookups) {
                    forgotten_[nodeid] += lookups;
                  }),
        room_(question.room),
        is_cut_(question.room < question.count),
        sight_(sight) {}

  int Emit(const dirents_entry& entry) {
    const std::string_view name(entry.name, entry.namelen);
    // verify_dirent_name()
    if (name.empty() || name.size() > 4095 || name.find('/') != name.npos) {
      error_ = -EIO;
      return 0;
    }
    const size_t bytes = EntryBytes(name.size());
    if (bytes > room_) {
      error_ = is_cut_ ? -EFAULT : -EINVAL;
      return 0;
    }
    room_ -= bytes;
    sight_->entries.push_back({entry.ino, entry.off,
                               static_cast<uint8_t>(entry.type & kTypeMask),
                               std::string(name)});
    return 1;
  }

  int Link(const dirents_entry& entry, const void* entry_out) {
    FuseEntryOut out;
    std::memcpy(&out, entry_out, sizeof out);
    return ErrorOf(dentries_.Link({entry.name, entry.namelen}, out));
  }

  void Forget(uint64_t nodeid) { ++forgotten_[nodeid]; }

  // After `parse` has returned.
  void Finish(int error) {
    if (sight_->entries.empty()) {
      sight_->error = error != 0 ? error : error_;
    } else {
      sight_->entries.back().off = sight_->pos;
    }
    sight_->forgotten = forgotten_;
    dentries_.ForEachName(
        [this](std::string_view name) { sight_->dentries.emplace(name); });
    dentries_.DropAll();
    sight_->lookups = forgotten_;
  }

 private:
  DentryTable dentries_;
  size_t room_;
  const bool is_cut_;
  int error_ = 0;
  Sight* const sight_;
  std::map<uint64_t, uint64_t> forgotten_;
};

}  // namespace

Sight ExpectedSight(const ParseFunction& parse, const KernelFacts& facts,
                    const Question& question) {
  Sight sight;
  const size_t size = facts.RequestBytes(question.count);
  sight.requests = {
      {question.format, question.start_off, static_cast<uint32_t>(size)}};
  const std::string_view sent =
      std::string_view(question.bytes).substr(0, size);
  const dirents_segment segment = {sent.data(), sent.size()};
  const dirents_reply reply = {question.format == RecordFormat::kDirentplus,
                               question.start_off, &segment, 1, sent.size()};
  KernelSink kernel(question, facts.dir_nodeid, &sight);
  sight.pos = question.start_off;
  const int error = parse(*facts.profile, reply, SinkOf(&kernel), &sight.pos);
  kernel.Finish(error);
  return sight;
}

}  // namespace fuse_dirents
