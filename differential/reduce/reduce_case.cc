// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/check.h"
#include "differential/reduce/greedy.h"
#include "differential/reduce/simpler_choices.h"
#include "differential/resize_name.h"
#include "parser/frames.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// What a name is made of if its letters do not matter.
constexpr char kPlainLetter = 'a';

class CaseReducer final : public Greedy<Case> {
 public:
  using Greedy::Greedy;

  Reduced<Case> Run() {
    return Repeat([this] {
      SimplifyChoices();
      DropRecords();
      SimplifyRecords();
      // Inside a record only words can go; at the end of a reply, bytes.
      ForRanges(bytes().size(), kRecordAlign,
                [this](size_t begin, size_t end) { TryWithout(begin, end); });
      CutTail();
    });
  }

 private:
  std::vector<RecordFrame> Frames() const {
    return FramesOf(least().format, bytes());
  }

  // The `i`-th frame; an empty one where there are fewer.
  RecordFrame FrameOf(size_t i) const {
    const std::vector<RecordFrame> frames = Frames();
    return i < frames.size() ? frames[i] : RecordFrame();
  }

  // The end of the last frame, before what is too short for a record.
  size_t FramesEnd() const {
    const std::vector<RecordFrame> frames = Frames();
    return frames.empty() ? 0 : frames.back().end;
  }

  void SimplifyChoices() {
    TryEdit([](Case* to) { to->draws = {}; });
    for (size_t i = 0; i < least().draws.size(); ++i) {
      TryEdit([i](Case* to) { to->draws[i] = 0; });
    }
    DropEntryOuts();
    // What a cut leaves of a reply may be the whole of another.
    if (const auto cut = least().choices.layout.cut) {
      TryEdit([&](Case* to) {
        if (*cut < to->raw.size()) to->raw.resize(*cut);
        to->choices.layout.cut.reset();
      });
    }
    for (bool better = true; better;) {
      better = false;
      for (const Choices& choices : SimplerChoices(least().choices)) {
        better = TryEdit([&](Case* to) { to->choices = choices; });
        if (better) break;
      }
    }
  }

  // Makes records of a READDIRPLUS reply those of a READDIR reply.
  void DropEntryOuts() {
    if (least().format == RecordFormat::kDirent) return;
    TryEdit([frames = Frames()](Case* to) {
      for (size_t i = frames.size(); i-- > 0;) {
        to->raw.erase(frames[i].pos, sizeof(FuseEntryOut));
      }
      to->format = RecordFormat::kDirent;
    });
  }

  void DropRecords() {
    ForRanges(Frames().size(), 1, [this](size_t begin, size_t end) {
      const std::vector<RecordFrame> frames = Frames();
      if (begin >= frames.size()) return;
      TryWithout(frames[begin].pos,
                 frames[std::min(end, frames.size()) - 1].end);
    });
    TryEdit([end = FramesEnd()](Case* to) { to->raw.resize(end); });
  }

  void SimplifyRecords() {
    ClearBits(FramesEnd(), bytes().size());
    for (size_t i = Frames().size(); i-- > 0 && !is_over();) {
      ShortenName(i);
      const RecordFrame frame = FrameOf(i);
      if (frame.size() == 0) continue;
      const size_t name_end = frame.name_at + NameOf(bytes(), frame).size();
      const size_t namelen_at =
          frame.name_at - sizeof(FuseDirent) + offsetof(FuseDirent, namelen);
      const size_t type_at =
          frame.name_at - sizeof(FuseDirent) + offsetof(FuseDirent, type);
      SetBytes(frame.name_at, name_end, kPlainLetter);
      ClearBits(frame.pos, namelen_at);
      ClearBits(type_at, frame.name_at);
      ClearBits(name_end, frame.end);
      // The length of a name that is not whole is a number like any other.
      if (frame.namelen > name_end - frame.name_at) {
        ClearBits(namelen_at, type_at);
      }
    }
  }

  void ShortenName(size_t i) {
    const auto namelen = [this, i]() -> uint32_t {
      const RecordFrame frame = FrameOf(i);
      return frame.namelen <= frame.end - frame.name_at ? frame.namelen : 0;
    };
    for (uint32_t drop = namelen(); drop > 0; drop /= 2) {
      while (namelen() >= drop &&
             (DropFromName(i, drop, false) || DropFromName(i, drop, true))) {
      }
    }
  }

  // Drops bytes from the end of a name, or from its start.
  bool DropFromName(size_t i, uint32_t drop, bool at_start) {
    return TryEdit([&](Case* to) {
      const RecordFrame frame = FrameOf(i);
      const auto name = to->raw.begin() + static_cast<ptrdiff_t>(frame.name_at);
      if (at_start) std::rotate(name, name + drop, name + frame.namelen);
      ResizeName(to->format, frame, frame.namelen - drop, &to->raw);
    });
  }
};

}  // namespace

Reduced<Case> ReduceCase(const Case& c, size_t max_tries,
                         const StillFails<Case>& still_fails) {
  FUSE_DIRENTS_CHECK(c.records.empty() && !c.sent);
  return CaseReducer(c, max_tries, still_fails).Run();
}

}  // namespace fuse_dirents
