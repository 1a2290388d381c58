// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "parser/sink_adapter.h"
#include "properties/machines.h"
#include "readdir/dirent_cache.h"
#include "readdir/model/cache_model.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPages = 4;
constexpr size_t kPageSize = 4096;

// The cache takes an entry only where it continues what is cached, gives back
// what it took in order, whole, from any position, and nothing once it lost a
// page.
class CacheMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {"add",           "add",  "add",
                                              "add_elsewhere", "end",  "read",
                                              "drop_page",     "reset"};

  Failure Do(const Step& step) override {
    switch (step.op) {
      case 0:
      case 1:
      case 2:
        return Add(step, model_.pos());
      case 3:
        return Add(step, model_.pos() + 1 + step.b);
      case 4: {
        const uint64_t pos = model_.pos() + (step.a % 4 == 3 ? 1 : 0);
        cache_.End(pos);
        model_.End(pos);
        break;
      }
      case 5:
        return Read(step);
      case 6:
        cache_.DropPage(step.a % kPages);
        model_.DropPage(step.a % kPages);
        break;
      case 7:
        cache_.Reset();
        model_.Reset();
        break;
    }
    if (cache_.complete() != model_.complete()) return "complete() lies";
    return std::nullopt;
  }

 private:
  struct Taken {
    int Emit(const dirents_entry& entry) {
      names.push_back(std::to_string(entry.off) + " " +
                      std::string(entry.name, entry.namelen));
      return 1;
    }
    int Link(const dirents_entry&, const void*) { return 0; }
    void Forget(uint64_t) {}

    std::vector<std::string> names;
  };

  Failure Add(const Step& step, uint64_t pos) {
    // No name, short names, and some that only an empty page holds, or none.
    const size_t namelen = step.a < 56 ? step.a * 11 : 4040 + step.a;
    const std::string name(namelen, static_cast<char>('a' + step.b % 26));
    const dirents_entry entry = {1, ++cookies_, 8,
                                 static_cast<uint32_t>(namelen), name.data()};
    const bool expected = model_.Add({1, entry.off, 8, name}, pos);
    if (cache_.Add(entry, pos) != expected) {
      return expected ? "does not take an entry" : "takes a wrong entry";
    }
    return std::nullopt;
  }

  // Reads from the end of one of the entries held, or from the start.
  Failure Read(const Step& step) {
    const std::vector<ModelEntry>& held = model_.entries();
    const size_t from = held.empty() ? 0 : step.a % (held.size() + 1);
    uint64_t pos = from == 0 ? 0 : held[from - 1].off;
    uint64_t model_pos = pos;
    std::vector<std::string> expected;
    CachePlace place, model_place;
    const auto model_result = model_.Read(
        DirVersion(), &model_place, &model_pos,
        [&expected](const ModelEntry& entry) {
          expected.push_back(std::to_string(entry.off) + " " + entry.name);
          return true;
        });
    Taken taken;
    const auto result = cache_.Read(DirVersion(), &place, SinkOf(&taken), &pos);
    if (taken.names != expected) return "entries are not read back";
    if (result != model_result)
      return "serves what it has not, or does not serve";
    if (pos != model_pos) return "leaves the listing elsewhere";
    return std::nullopt;
  }

  DirentCache cache_{{.page_size = kPageSize, .max_pages = kPages}};
  CacheModel model_{kPageSize, kPages};
  uint64_t cookies_ = 0;
};

}  // namespace

const Machine kCacheMachine = {"dirent_cache", CacheMachine::kOps,
                               []() -> std::unique_ptr<StateMachine> {
                                 return std::make_unique<CacheMachine>();
                               }};

}  // namespace fuse_dirents
