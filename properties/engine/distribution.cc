// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/distribution.h"

#include <algorithm>
#include <span>

#include "parser/frames.h"

namespace fuse_dirents {
namespace {

bool Straddles(std::span<const Segment> segments, const RecordFrame& frame) {
  size_t begin = 0;
  for (const Segment& segment : segments) {
    const size_t end = begin + segment.len;
    if (frame.pos >= begin && frame.pos < end) {
      return frame.reclen > end - frame.pos;
    }
    begin = end;
  }
  return false;
}

}  // namespace

void Distribution::Add(const Case& c, Runner* runner) {
  ++cases_;
  direntplus_ += c.format == RecordFormat::kDirentplus;
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = runner->Lay(reply, c.choices.layout);
  const size_t nbytes = laid_out.nbytes();
  mappable_ += laid_out.mappable();

  size_t whole = 0;
  bool is_cut = false;
  bool straddles = false;
  const std::string written = c.Written();
  for (const RecordFrame& frame : FramesOf(c.format, written)) {
    const size_t left = nbytes - std::min(nbytes, frame.pos);
    // A namelen that lies is no cut.
    is_cut |= nbytes < written.size() && left > 0 && left < frame.reclen;
    if (left < frame.reclen) break;
    ++whole;
    straddles |= Straddles(laid_out.Segmented(), frame);
  }
  straddling_ += straddles;
  cut_mid_record_ += is_cut;
  several_records_ += whole >= 2;
  for (size_t i = 0; i < kinds_.size(); ++i) of_kind_[i] += kinds_[i].is(c);
}

std::string Distribution::ToText() const {
  std::string kinds;
  for (size_t i = 0; i < kinds_.size(); ++i) {
    kinds +=
        ", " + std::to_string(of_kind_[i]) + " " + std::string(kinds_[i].what);
  }
  return std::to_string(cases_) + " cases: " + std::to_string(straddling_) +
         " straddle a seam, " + std::to_string(cut_mid_record_) +
         " are cut inside a record, " + std::to_string(several_records_) +
         " have several records, " + std::to_string(mappable_) +
         " are mappable, " + std::to_string(direntplus_) + " are direntplus" +
         kinds;
}

std::optional<std::string> Distribution::Lacks(unsigned min_cut_percent,
                                               bool both_formats) const {
  const auto lacks = [&](size_t count, unsigned percent,
                         std::string_view what) -> std::optional<std::string> {
    if (count * 100 >= cases_ * percent) return std::nullopt;
    return "too few cases " + std::string(what) + ", expected " +
           std::to_string(percent) + "%; " + ToText();
  };
  if (cases_ == 0) return "no cases";
  if (auto text = lacks(straddling_, 34, "straddle a seam")) return text;
  if (auto text =
          lacks(cut_mid_record_, min_cut_percent, "are cut inside a record")) {
    return text;
  }
  if (auto text = lacks(several_records_, 33, "have several records")) {
    return text;
  }
  if (auto text = lacks(mappable_, 10, "are mappable")) return text;
  for (size_t i = 0; i < kinds_.size(); ++i) {
    if (auto text = lacks(of_kind_[i], kinds_[i].min_percent, kinds_[i].what)) {
      return text;
    }
  }
  if (!both_formats) return std::nullopt;
  if (auto text = lacks(direntplus_, 25, "are direntplus")) return text;
  return lacks(cases_ - direntplus_, 25, "are dirent");
}

}  // namespace fuse_dirents
