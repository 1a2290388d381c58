// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/leak_watch.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "parser/sink_adapter.h"
#include "properties/suite/heap_use.h"

namespace fuse_dirents {
namespace {

// Calls that may still fill a cache, and those of which half must take memory.
constexpr int kWarmUpCalls = 16;
constexpr int kCalls = 16;

std::optional<Presentation> leaked_in;

// Keeps the answers of the inner sink, and counts what it takes.
class AnswersSink {
 public:
  AnswersSink(const dirents_sink& inner, std::vector<int>* answers)
      : inner_{inner}, answers_(*answers) {
    answers_.clear();
  }

  int Emit(const dirents_entry& entry) {
    return Keep([&] { return inner_.Emit(entry); });
  }
  int Link(const dirents_entry& entry, const void* entry_out) {
    return Keep([&] { return inner_.Link(entry, entry_out); });
  }
  void Forget(uint64_t nodeid) {
    const int64_t before = HeapBytes();
    inner_.Forget(nodeid);
    taken_ += HeapBytes() - before;
  }

  int64_t taken() const { return taken_; }

 private:
  template <typename Call>
  int Keep(const Call& call) {
    const int64_t before = HeapBytes();
    answers_.push_back(call());
    taken_ += HeapBytes() - before;
    return answers_.back();
  }

  PassingSink inner_;
  std::vector<int>& answers_;
  int64_t taken_ = 0;
};

// Gives the same answers again, and nothing after them.
class AnsweringSink {
 public:
  explicit AnsweringSink(const std::vector<int>& answers) : answers_(answers) {}

  int Emit(const dirents_entry&) { return Next(); }
  int Link(const dirents_entry&, const void*) { return Next(); }
  void Forget(uint64_t) {}

 private:
  int Next() { return next_ < answers_.size() ? answers_[next_++] : 0; }

  const std::vector<int>& answers_;
  size_t next_ = 0;
};

}  // namespace

ParseFunction LeakWatched(ParseFunction parse, Presentation presentation) {
  return [parse = std::move(parse), presentation, answers = std::vector<int>()](
             const Profile& profile, const dirents_reply& reply,
             const dirents_sink& sink, uint64_t* pos) mutable {
    const uint64_t start = *pos;
    AnswersSink keeping(sink, &answers);
    const int64_t before = HeapBytes();
    const int error = parse(profile, reply, SinkOf(&keeping), pos);
    if (HeapBytes() - before <= keeping.taken() || leaked_in) return error;
    int growing = 0;
    for (int i = 0; i < kWarmUpCalls + kCalls; ++i) {
      AnsweringSink answering(answers);
      uint64_t again = start;
      const int64_t in_use = HeapBytes();
      parse(profile, reply, SinkOf(&answering), &again);
      growing += i >= kWarmUpCalls && HeapBytes() > in_use;
    }
    if (growing >= kCalls / 2) leaked_in = presentation;
    return error;
  };
}

std::optional<Presentation> LeakedIn() { return leaked_in; }

void ForgetLeak() { leaked_in.reset(); }

}  // namespace fuse_dirents
