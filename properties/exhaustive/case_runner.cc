// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/exhaustive/case_runner.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "differential/report.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

// Large enough for every reply of the sets.
constexpr size_t kMaxPiece = 16384;

// Holds a parser to a trace, call by call, and answers as it was answered
// there.
class ExpectingSink {
 public:
  // `expected`: every event but the return.  It must outlive the sink.
  explicit ExpectingSink(std::span<const Event> expected)
      : expected_(expected) {}
  ExpectingSink(const ExpectingSink&) = delete;
  ExpectingSink& operator=(const ExpectingSink&) = delete;

  int Emit(const dirents_entry& entry) {
    const Event* event = Next(Event::kEmit);
    if (event == nullptr) return 0;
    right_ = Same(*event, entry);
    return event->taken ? 1 : 0;
  }
  int Link(const dirents_entry& entry, const void* entry_out) {
    const Event* event = Next(Event::kLink);
    if (event == nullptr) return -ENOMEM;
    right_ = Same(*event, entry) && std::memcmp(event->entry_out, entry_out,
                                                sizeof *event->entry_out) == 0;
    return event->error;
  }
  void Forget(uint64_t nodeid) {
    const Event* event = Next(Event::kForget);
    if (event != nullptr) right_ = event->nodeid == nodeid;
  }

  // Whether every call was the expected one, and none is missing.
  bool met() const { return right_ && next_ == expected_.size(); }

 private:
  // The event that a call of `kind` is to be; null where it is not.
  const Event* Next(Event::Kind kind) {
    if (right_ && next_ < expected_.size() && expected_[next_].kind == kind) {
      return &expected_[next_++];
    }
    right_ = false;
    return nullptr;
  }

  static bool Same(const Event& event, const dirents_entry& entry) {
    return event.ino == entry.ino && event.off == entry.off &&
           event.type == entry.type && event.name.size() == entry.namelen &&
           (entry.namelen == 0 ||
            std::memcmp(event.name.data(), entry.name, entry.namelen) == 0);
  }

  std::span<const Event> expected_;
  size_t next_ = 0;
  bool right_ = true;
};

}  // namespace

CaseRunner::CaseRunner(std::span<const ListedParser> parsers,
                       const Profile& profile)
    : runner_(parsers), profile_(profile) {
  for (size_t i = 0; i < kMaxPieces; ++i) {
    pieces_.push_back(std::make_unique<GuardedBytes>(kMaxPiece));
  }
}

bool CaseRunner::Begin() {
  ++counts_.cases;
  const Turn turn = turn_ ? turn_() : Turn::kRun;
  stopped_ = turn == Turn::kStop;
  if (turn != Turn::kRun) return false;
  if (expected_events_.empty()) TakeExpected();
  return true;
}

void CaseRunner::TakeExpected() {
  const dirents_segment segment = PlacePiece(0, 0, nbytes_);
  const dirents_reply reply = {format_ == RecordFormat::kDirentplus ? 1 : 0,
                               start_off_, &segment, 1, nbytes_};
  RecordTrace(&ParseWithReference, profile_, reply, plan_, &expected_);
  for (size_t i = 0; i < expected_.size(); ++i) {
    expected_events_.push_back(expected_.at(i));
    counts_.emits += expected_events_.back().kind == Event::kEmit;
  }
}

void CaseRunner::Reply(RecordFormat format, std::string_view bytes,
                       const SinkPlan& plan, std::optional<size_t> cut,
                       uint64_t start_off) {
  if (over()) return;
  format_ = format;
  bytes_ = bytes;
  plan_ = plan;
  start_off_ = start_off;
  nbytes_ = cut.value_or(bytes.size());
  FUSE_DIRENTS_CHECK(nbytes_ <= bytes.size());
  layout_ = Layout();
  if (cut) layout_.cut = static_cast<uint32_t>(nbytes_);
  ++counts_.replies;
  placed_.fill(Piece());
  expected_events_.clear();

  if (!Begin()) return;
  const dirents_segment segment = PlacePiece(0, 0, nbytes_);
  for (const ListedParser& parser : runner_.parsers()) {
    if (parser.presentation == Presentation::kLinear) {
      Run(parser, {&segment, 1}, nbytes_);
    }
  }
}

Segment CaseRunner::PlacePiece(size_t place, size_t begin, size_t length) {
  FUSE_DIRENTS_CHECK(length <= bytes_.size() - begin);
  Piece& piece = placed_[place];
  if (piece.begin != begin || piece.length != length) {
    pieces_[place]->Place(std::string_view(bytes_).substr(begin, length));
    piece = {begin, length};
  }
  return {pieces_[place]->data(), pieces_[place]->size()};
}

void CaseRunner::InPieces(std::span<const size_t> lengths) {
  if (over()) return;
  FUSE_DIRENTS_CHECK(lengths.size() < kMaxPieces);
  // A layout with the same seams, to replay the case.
  layout_.page_size = 16384;
  layout_.desc_lengths.assign(lengths.begin(), lengths.end());
  if (!Begin()) return;

  std::array<Segment, kMaxPieces> segments;
  size_t begin = 0;
  for (size_t i = 0; i <= lengths.size(); ++i) {
    FUSE_DIRENTS_CHECK(begin <= bytes_.size());
    // The last piece has a place of its own, where it often lies already.
    const size_t place = i < lengths.size() ? i : kMaxPieces - 1;
    const size_t length =
        i < lengths.size() ? lengths[i] : bytes_.size() - begin;
    segments[i] = PlacePiece(place, begin, length);
    if (length == 0 && i > 0) segments[i].base = nullptr;
    begin += length;
  }
  for (const ListedParser& parser : runner_.parsers()) {
    if (parser.presentation == Presentation::kSegmented) {
      Run(parser, std::span(segments).first(lengths.size() + 1), nbytes_);
    }
  }
}

void CaseRunner::OnPages(const Layout& layout) {
  if (over()) return;
  const std::optional<uint32_t> cut = layout_.cut;
  layout_ = layout;
  layout_.cut = cut;
  if (!Begin()) return;
  LaidOutReply& laid_out = runner_.Lay(bytes_, layout_);
  for (const ListedParser& parser : runner_.parsers()) {
    if (parser.presentation == Presentation::kLinear ||
        !CanShow(parser.presentation, laid_out)) {
      continue;
    }
    Run(parser, Show(parser.presentation, &laid_out), nbytes_);
    if (!failure_.empty()) return;
  }
}

void CaseRunner::Run(const ListedParser& parser,
                     std::span<const Segment> segments, size_t nbytes) {
  if (!failure_.empty()) return;
  const dirents_reply reply = {format_ == RecordFormat::kDirentplus ? 1 : 0,
                               start_off_, segments.data(), segments.size(),
                               nbytes};
  const Event& end = expected_events_.back();
  ExpectingSink sink(std::span<const Event>(expected_events_)
                         .first(expected_events_.size() - 1));
  uint64_t pos = start_off_;
  ++counts_.parses;
  const int error = parser.parse(profile_, reply, SinkOf(&sink), &pos);
  if (!sink.met() || error != end.error || pos != end.pos) {
    Fail(parser, segments, nbytes);
  }
}

void CaseRunner::Fail(const ListedParser& parser,
                      std::span<const Segment> segments, size_t nbytes) {
  const dirents_reply reply = {format_ == RecordFormat::kDirentplus ? 1 : 0,
                               start_off_, segments.data(), segments.size(),
                               nbytes};
  Trace got;
  RecordTrace(parser.parse, profile_, reply, plan_, &got);

  const Case c = current();
  const std::string& name = parser.name;
  if (got == expected_) {
    failure_ = name +
               " differs from the reference, but not when it is asked "
               "again: it keeps state\n" +
               TraceReport({parser.name, got});
  } else {
    failure_ = DifferenceReport(name + " differs from the reference",
                                {"reference", expected_}, {parser.name, got},
                                format_, Input{bytes_, c.choices},
                                runner_.Lay(bytes_, layout_));
  }
  failure_ += "\n--- counterexample, replay with --replay=FILE\n" +
              c.ToRecipe(name + " differs from the reference") + "---\n";
}

Case CaseRunner::current() const {
  Choices choices;
  choices.layout = layout_;
  choices.profile = &profile_;
  choices.plan = plan_;
  choices.start_off = start_off_;
  return Case::Of(format_, bytes_, choices);
}

}  // namespace fuse_dirents
