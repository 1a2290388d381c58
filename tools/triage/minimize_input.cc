// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/minimize_input.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "differential/simpler_choices.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/seed_recipe.h"
#include "fuzz/mutator/mutable_input.h"

namespace fuse_dirents {
namespace {

// What a name is made of where it does not matter.
constexpr char kPlainLetter = 'a';

// A range of bytes is halved until as many parts are tried: single bytes of a
// page would take thousands of runs.
constexpr size_t kMaxParts = 256;

// Any range of words is tried where there are no more of them.
constexpr size_t kMaxWordsForAnyRange = 32;

// Calls `step` for ranges of [0, size): `part` bytes, then half as many, and so
// on, down to `smallest` bytes.  Each time from the end to the begin, so that a
// step may take its range away.
template <typename Step>
void ForParts(size_t size, size_t part, size_t smallest, const Step& step) {
  for (; part > 0 && part >= smallest; part /= 2) {
    for (size_t end = size; end > 0;) {
      const size_t begin = end > part ? end - part : 0;
      step(begin, end);
      end = begin;
    }
  }
}

// The whole, then halves.
template <typename Step>
void ForRanges(size_t size, size_t smallest, const Step& step) {
  ForParts(size, size, std::max(smallest, size / kMaxParts), step);
}

class Minimizer {
 public:
  Minimizer(const InputKind& kind, std::string input, size_t max_runs,
            const StillFails& still_fails,
            const std::function<void(size_t runs, size_t bytes)>& progress)
      : format_(kind.reply),
        numbers_(NumbersFormat(kind.numbers)),
        max_runs_(max_runs),
        still_fails_(still_fails),
        progress_(progress) {
    tried_.insert(DigestOf(input));
    result_.input = std::move(input);
  }

  Minimized Run() {
    if (format_) TryEdit([](MutableInput*) {});  // As EncodeInput() has it.
    if (numbers_ != nullptr) WriteWhole();
    bool better = true;
    while (better && !out_of_runs_) {
      const std::string before = result_.input;
      if (format_) {
        SimplifyChoices();
        DropRecords();
        SimplifyRecords();
        RemoveWords();
      } else if (numbers_ != nullptr) {
        DropItems();
        ClearBytes(0, result_.input.size());
      } else {
        RemoveBytes();
        ClearBytes(0, result_.input.size());
        if (result_.input == before) RemoveSingleBytes();
      }
      better = result_.input != before;
    }
    result_.is_minimal = !out_of_runs_;
    return result_;
  }

 private:
  // Takes `candidate` if it still fails.  None is tried twice, so that no round
  // of steps leads back to where it began.
  bool Try(std::string candidate) {
    if (numbers_ != nullptr) candidate = WholeInput(*numbers_, candidate);
    return candidate.size() <= result_.input.size() &&
           TryOfAnySize(std::move(candidate));
  }

  bool TryOfAnySize(std::string candidate) {
    if (out_of_runs_ || tried_.contains(DigestOf(candidate))) return false;
    if (result_.runs == max_runs_) {
      out_of_runs_ = true;
      return false;
    }
    tried_.insert(DigestOf(candidate));
    ++result_.runs;
    if (!still_fails_(candidate)) return false;
    result_.input = std::move(candidate);
    if (progress_) progress_(result_.runs, result_.input.size());
    return true;
  }

  MutableInput Read() const {
    MutableInput input;
    input.Read(*format_, result_.input, 2 * kMaxReplyBytes);
    return input;
  }

  // Tries what `edit` makes of the present input.
  template <typename Edit>
  bool TryEdit(const Edit& edit) {
    MutableInput input = Read();
    edit(&input);
    return Try(EncodeInput(input.reply, input.choices));
  }

  void SimplifyChoices() {
    // What a cut leaves of a reply may be the whole of another.
    if (const auto cut = Read().choices.layout.cut) {
      TryEdit([&](MutableInput* input) {
        if (*cut < input->reply.size()) input->reply.resize(*cut);
        input->choices.layout.cut.reset();
      });
    }
    for (bool better = true; better && !out_of_runs_;) {
      better = false;
      for (const Choices& choices : SimplerChoices(Read().choices)) {
        better =
            TryEdit([&](MutableInput* input) { input->choices = choices; });
        if (better) break;
      }
    }
  }

  void DropRecords() {
    ForRanges(Read().frames().size(), 1, [this](size_t begin, size_t end) {
      TryEdit([&](MutableInput* input) {
        const auto& frames = input->frames();
        if (begin >= frames.size()) return;
        const size_t from = frames[begin].pos;
        const size_t to = frames[std::min(end, frames.size()) - 1].end;
        input->reply.erase(from, to - from);
      });
    });
    // What is too short for a record.
    TryEdit([](MutableInput* input) {
      input->reply.resize(input->frames().empty() ? 0
                                                  : input->frames().back().end);
    });
  }

  void SimplifyRecords() {
    const MutableInput whole = Read();
    ClearBytes(whole.frames().empty() ? 0 : whole.frames().back().end,
               whole.reply.size());
    for (size_t i = Read().frames().size(); i-- > 0 && !out_of_runs_;) {
      ShortenName(i);
      const MutableInput input = Read();
      if (i >= input.frames().size()) continue;
      const RecordFrame frame = input.frames()[i];
      const size_t namelen_at =
          frame.name_at - sizeof(FuseDirent) + kNamelenField.at;
      const size_t name_end =
          std::min(frame.name_at + frame.namelen, frame.end);
      SetBytes(frame.name_at, name_end, kPlainLetter);
      ClearBytes(frame.pos, namelen_at);
      ClearBytes(namelen_at + kNamelenField.size, frame.name_at);
      ClearBytes(name_end, frame.end);
      // Of a name that is not whole, the length is a number like others.
      if (frame.namelen > frame.end - frame.name_at) {
        ClearBytes(namelen_at, namelen_at + kNamelenField.size);
      }
    }
  }

  void ShortenName(size_t i) {
    const auto namelen = [&]() -> size_t {
      const MutableInput input = Read();
      if (i >= input.frames().size()) return 0;
      const RecordFrame& frame = input.frames()[i];
      return frame.namelen <= frame.end - frame.name_at ? frame.namelen : 0;
    };
    for (size_t drop = namelen(); drop > 0; drop /= 2) {
      for (size_t length = namelen(); length >= drop; length = namelen()) {
        const bool shorter = TryEdit([&](MutableInput* input) {
          input->ResizeName(input->frames()[i],
                            static_cast<uint32_t>(length - drop));
        });
        if (!shorter) break;
      }
    }
  }

  // Sets bytes of the input to `byte`: as many as it takes.
  void SetBytes(size_t begin, size_t end, char byte) {
    ForRanges(end - begin, 1, [&](size_t from, size_t to) {
      std::string candidate = result_.input;
      std::fill(candidate.begin() + static_cast<ptrdiff_t>(begin + from),
                candidate.begin() + static_cast<ptrdiff_t>(begin + to), byte);
      Try(std::move(candidate));
    });
  }

  // The same with 0, and then bits one by one.
  void ClearBytes(size_t begin, size_t end) {
    SetBytes(begin, end, '\0');
    for (size_t at = begin; at < end && !out_of_runs_; ++at) {
      for (int bit = 7; bit >= 0; --bit) {
        if ((result_.input[at] & 1 << bit) == 0) continue;
        std::string candidate = result_.input;
        candidate[at] = static_cast<char>(candidate[at] & ~(1 << bit));
        Try(std::move(candidate));
      }
    }
  }

  // Whatever comes after stays whole.  Where that is no finding, as of a target
  // that looks at more than the numbers, these are bytes.
  void WriteWhole() {
    std::string whole = WholeInput(*numbers_, result_.input);
    if (whole != result_.input && !TryOfAnySize(std::move(whole))) {
      numbers_ = nullptr;
    }
  }

  void DropItems() {
    const auto places = [this] { return ItemPlaces(*numbers_, result_.input); };
    ForRanges(places().size() - 1, 1, [&](size_t begin, size_t end) {
      const std::vector<size_t> now = places();
      if (end >= now.size()) return;
      TryWithout(now[begin], now[end]);
    });
  }

  bool TryWithout(size_t begin, size_t end) {
    if (end > RemovableBytes()) return false;
    std::string candidate = result_.input;
    candidate.erase(begin, end - begin);
    return Try(std::move(candidate));
  }

  // Bytes before the trailer, which is never cut.
  size_t RemovableBytes() const {
    return format_ ? Read().reply.size() : result_.input.size();
  }

  // Within a record nothing is found but by words; at the end of a reply a cut
  // is by bytes.
  void RemoveWords() {
    ForRanges(RemovableBytes(), kRecordAlign,
              [this](size_t begin, size_t end) { TryWithout(begin, end); });
    CutTail();
  }

  void CutTail() {
    for (size_t drop = RemovableBytes(); drop > 0; drop /= 2) {
      for (size_t size = RemovableBytes(); size >= drop;
           size = RemovableBytes()) {
        if (!TryWithout(size - drop, size)) break;
      }
    }
  }

  // Drops as many words as go.  What is read from front to back does not go by
  // halves: what is left must begin where something did.
  void CutHead() {
    const size_t words = result_.input.size() / kRecordAlign;
    const size_t step = kRecordAlign * (words / (8 * kMaxParts) + 1);
    for (size_t drop = result_.input.size() / step * step; drop > 0;
         drop -= step) {
      if (TryWithout(0, drop)) return;
    }
  }

  // By powers of two, as whatever lies in bytes is aligned.
  void RemoveBytes() {
    CutTail();
    CutHead();
    const size_t size = result_.input.size();
    ForParts(size, std::bit_floor(size), size / kMaxParts,
             [this](size_t begin, size_t end) { TryWithout(begin, end); });
    RemoveAnyWords();
  }

  void RemoveSingleBytes() {
    const size_t size = result_.input.size();
    ForParts(size, size / kMaxParts, 1,
             [this](size_t begin, size_t end) { TryWithout(begin, end); });
  }

  void RemoveAnyWords() {
    const auto words = [this] { return result_.input.size() / kRecordAlign; };
    if (words() > kMaxWordsForAnyRange) return;
    for (size_t begin = 0; begin < words(); ++begin) {
      for (size_t end = words(); end > begin; --end) {
        if (TryWithout(begin * kRecordAlign, end * kRecordAlign)) {
          end = words() + 1;
        }
      }
    }
  }

  const std::optional<TargetFormat> format_;
  const InputFormat* numbers_;  // Null: these are none.
  const size_t max_runs_;
  const StillFails& still_fails_;
  const std::function<void(size_t runs, size_t bytes)>& progress_;
  std::set<Digest> tried_;
  bool out_of_runs_ = false;
  Minimized result_;
};

}  // namespace

Minimized MinimizeInput(
    const InputKind& kind, std::string input, size_t max_runs,
    const StillFails& still_fails,
    const std::function<void(size_t runs, size_t bytes)>& progress) {
  return Minimizer(kind, std::move(input), max_runs, still_fails, progress)
      .Run();
}

}  // namespace fuse_dirents
