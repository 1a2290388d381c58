// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <cerrno>
#include <string>
#include <vector>

#include "properties/machines.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

// Wherever an open directory is read from, with whatever buffer, from the
// server or the cache, the entries that come are the next ones; a failure loses
// none; and every lookup balances at the end.
class ClientMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {
      "read",     "read",        "read_few",        "seek", "advise",
      "fail_map", "short_pages", "drop_cache_page", "touch"};

  ClientMachine()
      : rig_({.entries = 30,
              .server = {.cookies = CookieKind::kHash, .max_records = 9},
              .client = {.plus = PlusMode::kAdaptive},
              .cached = true}),
        names_(rig_.server.names()) {}

  Failure Do(const Step& step) override {
    switch (step.op) {
      case 0:
      case 1:
        return Read(1 + step.a * 300, 100);
      case 2:
        return Read(4096, 1 + step.a % 5);
      case 3:
        next_ = step.a % (names_.size() + 1);
        rig_.client.Seek(next_ == 0 ? 0 : CookieOf(names_[next_ - 1]));
        break;
      case 4:
        rig_.client.AdviseReaddirplus();
        break;
      case 5:
        rig_.memory.views.FailMaps(1);
        ++may_fail_;
        break;
      case 6:
        rig_.memory.pool.SetFaults(
            {{.call = rig_.memory.pool.alloc_calls() + step.a % 2,
              .short_by = static_cast<uint32_t>(1 + step.b % 2)}});
        ++may_fail_;
        break;
      case 7:
        rig_.cache.DropPage(0);
        break;
      case 8:
        rig_.client.SetDirVersion({.mtime = static_cast<int64_t>(step.a)});
        break;
    }
    return std::nullopt;
  }

  Failure Finish() override {
    rig_.memory.views.FailMaps(0);
    rig_.memory.pool.SetFaults({});
    const std::string text = rig_.Settle();
    if (!text.empty()) return text;
    if (rig_.memory.pool.pages_in_use() != 0) return "pages stay behind";
    return std::nullopt;
  }

 private:
  uint64_t CookieOf(const std::string& name) const {
    RecordFields record;
    rig_.server.RecordOf(name, &record);
    return record.off;
  }

  Failure Read(uint64_t count, uint64_t entries) {
    KeepingCaller caller(static_cast<int32_t>(count), entries);
    const int error = rig_.client.Readdir(&caller);
    if (error != 0 && (may_fail_ == 0 || error != -ENOMEM)) {
      return "readdir fails with " + std::to_string(error);
    }
    if (error != 0) --may_fail_;
    for (const ListedEntry& entry : caller.entries()) {
      const std::string expected =
          next_ < names_.size() ? names_[next_] : "no more entries";
      if (entry.name != expected) {
        return "gives \"" + entry.name + "\", expected " + expected;
      }
      ++next_;
    }
    if (error == 0 && caller.entries().empty() && next_ < names_.size()) {
      return "ends before \"" + names_[next_] + "\"";
    }
    return std::nullopt;
  }

  ListingRig rig_;
  const std::vector<std::string> names_;
  size_t next_ = 0;      // The entry that comes.
  size_t may_fail_ = 0;  // Most faults that wait.
};

}  // namespace

const Machine kClientMachine = {"readdir_client", ClientMachine::kOps,
                                []() -> std::unique_ptr<StateMachine> {
                                  return std::make_unique<ClientMachine>();
                                }};

}  // namespace fuse_dirents
