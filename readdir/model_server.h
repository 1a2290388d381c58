// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A FUSE server with one directory, as servers in the field answer READDIR and
// READDIRPLUS.

#ifndef FUSE_DIRENTS_READDIR_MODEL_SERVER_H_
#define FUSE_DIRENTS_READDIR_MODEL_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/reused_vector.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {

// What the server gives as `off`: the cookie at which to resume.
enum class CookieKind : uint8_t {
  kPosition,      // 1, 2, 3, ...: the number of the next entry.
  kHash,          // 63 bits, rising, with gaps: a hash in hash order.
  kNegative,      // Above INT64_MAX: a negative loff_t.
  kNonMonotonic,  // 63 bits in no order.
};
inline constexpr CookieKind kAllCookieKinds[] = {
    CookieKind::kPosition, CookieKind::kHash, CookieKind::kNegative,
    CookieKind::kNonMonotonic};

// How a reply ends if the next record does not fit.
enum class Packing : uint8_t {
  kWholeRecords,  // Before the record.
  kByteSlice,     // Inside it, at the last byte that fits, as libfuse 2 does.
};

// What the server does about a request for more than max_request_bytes.
enum class Oversized : uint8_t {
  kRefused,  // -ENOMEM, as virtiofsd does above 1 MiB.
  kShort,    // It answers with at most that many bytes.
};

// What is wrong with an entry's record.
enum class Defect : uint8_t {
  kNone,
  kEmptyName,  // Its namelen is 0.
  kSlash,      // Its name holds a '/'.
  kBadMode,    // READDIRPLUS: attr.mode has no file type; not to be linked.
};

struct ServerOptions {
  CookieKind cookies = CookieKind::kPosition;
  Packing packing = Packing::kWholeRecords;
  uint32_t max_request_bytes = 0xffffffff;
  Oversized oversized = Oversized::kRefused;
  // Most records in a reply.
  uint32_t max_records = 0xffffffff;
  // Whether AddDotsAndFiles() gives "." and ".." a nodeid.  Their lookups are
  // never counted.
  bool dots_have_nodeid = false;
  // FORGETs that the server reads.  When the next one is sent, it no longer
  // reads requests.
  uint32_t forgets_read = 0xffffffff;
};

struct ServerEntry {
  std::string name;
  uint64_t nodeid = 0;  // For READDIRPLUS; 0: no attributes are given.
  uint32_t type = 8;    // As in d_type; DT_REG.
  Defect defect = Defect::kNone;
  // Not 0: a request that would begin with this entry is answered with this
  // errno value, and a reply ends before it.
  int error = 0;
  // Not empty: the record has this name, which another entry may have too.
  // Add() and the like know the entry by `name`.
  std::string sent_name = {};
  uint64_t generation = 0;  // READDIRPLUS.
  uint64_t mtime = 0;       // READDIRPLUS: attr.mtime, in seconds.
};

struct ReaddirRequest {
  RecordFormat format = RecordFormat::kDirent;
  uint64_t off = 0;
  uint32_t size = 0;  // In bytes.

  friend bool operator==(const ReaddirRequest&,
                         const ReaddirRequest&) = default;
};

struct ServerReply {
  int error = 0;         // 0 or a negative errno value.
  std::string bytes;     // At most the request's size; empty at the end.
  uint32_t request = 0;  // Its number, from 0.
};

class ModelServer {
 public:
  // Lookups are counted in *ledger, which must outlive the server.
  ModelServer(const ServerOptions& options, LookupLedger* ledger);

  // Makes it a new server with an empty directory; keeps the memory.
  void Reset(const ServerOptions& options);

  // Adds an entry after all others, or before the entry called `before`.
  // Cookies of other entries stay.  A nodeid of kChoose is replaced by a new
  // one.
  static constexpr uint64_t kChoose = 0xffffffffffffffff;
  void Add(const ServerEntry& entry);
  void AddBefore(std::string_view before, const ServerEntry& entry);
  // Adds ".", ".." and `count` regular files of 1- to 4-byte names.
  void AddDotsAndFiles(size_t count);
  // Removes it.  Its cookie still leads to what came after it.
  void Remove(std::string_view name);

  // Runs `change` before request number `request`, from 0.
  void ChangeBefore(size_t request, std::function<void(ModelServer*)> change);

  // -EINVAL if `off` is no cookie, and if the first record does not fit whole
  // (kWholeRecords).
  // *reply keeps its memory.
  void Handle(const ReaddirRequest& request, ServerReply* reply);

  // A FORGET that the client sends alone, and waits for.  Returns whether the
  // server reads it.
  bool ReadForget() { return forgets_++ < options_.forgets_read; }

  // Every READDIR and READDIRPLUS request so far.
  const std::vector<ReaddirRequest>& requests() const { return requests_; }
  // The answer to request number `request`: the records, valid until the next
  // request, and an error, 0 or a negative errno value.
  std::span<const SentRecord> SentBy(size_t request) const {
    return sent_.span().subspan(answers_[request].first_record,
                                answers_[request].num_records);
  }
  int ErrorOf(size_t request) const { return answers_[request].error; }

  // The names that a whole listing gives now, in order.
  std::vector<std::string> names() const;
  template <typename Visit>
  void ForEachName(const Visit& visit) const {
    for (const Slot& slot : slots_) {
      if (!slot.removed) visit(slot.entry.name);
    }
  }

  // The entry called `name` as a record; its off is the cookie that follows it.
  // *fields keep their memory.
  void RecordOf(std::string_view name, RecordFields* fields) const {
    SetFields(slots_[IndexOf(name)], fields);
  }

  LookupLedger& ledger() const { return *ledger_; }

 private:
  struct Slot {
    ServerEntry entry;
    uint64_t ino = 0;
    uint64_t cookie = 0;  // Where the entry after this one is asked for.
    bool removed = false;
    bool is_dots = false;  // By the name in its record.
    // A record of READDIRPLUS, of which one of READDIR is the end.
    std::string plus_record;
    SentRecord sent;  // That record, sent whole.
  };
  uint64_t NewCookie(size_t serial) const;
  // Sets all of *slot.
  void MakeSlot(const ServerEntry& entry, Slot* slot);
  // The slot of the entry called `name`, which must be there.
  size_t IndexOf(std::string_view name) const;
  // Index of the first slot that a request at `off` may return; nothing if
  // `off` is no cookie.
  std::optional<size_t> Find(uint64_t off) const;
  void SetFields(const Slot& slot, RecordFields* fields) const;
  void Answer(const ReaddirRequest& request, ServerReply* reply);
  // Notes that `sent` bytes of the slot's record go into the reply to the last
  // request.
  void NoteSent(const Slot& slot, size_t sent);

  ServerOptions options_;
  LookupLedger* const ledger_;
  ReusedVector<Slot> slots_;
  size_t serial_ = 0;    // Entries ever added.
  RecordFields fields_;  // Of the last slot made.
  std::vector<ReaddirRequest> requests_;
  struct Answered {
    size_t first_record, num_records;
    int error;
  };
  std::vector<Answered> answers_;  // One a request.
  ReusedVector<SentRecord> sent_;  // In all replies.
  uint64_t forgets_ = 0;           // Sent so far.
  struct Change {
    size_t request;
    std::function<void(ModelServer*)> run;
  };
  std::vector<Change> changes_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_MODEL_SERVER_H_
