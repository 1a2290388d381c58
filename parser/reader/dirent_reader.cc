// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/reader/dirent_reader.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/utf8.h"
#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

bool IsPrintable(char c) { return c >= 0x20 && c <= 0x7e && c != '\\'; }

}  // namespace

std::string_view StopText(Stop stop) {
  constexpr std::string_view kTexts[] = {
      // In the order of Stop.
      "not stopped",
      "end of the reply",
      "fewer bytes than a header remain",
      "nothing follows the header",
      "the record runs past the end of the reply",
      "namelen is 0",
      "namelen is above name_max",
      "the name holds a '/'",
      "the name holds a NUL",
      "the name holds an unprintable byte or a backslash",
      "the name is not UTF-8",
      "EFI_FILE_INFO cannot express the attributes",
      "off is above INT64_MAX",
      "type is above 255",
  };
  return kTexts[static_cast<size_t>(stop)];
}

bool DirentReader::IsPlain(const Profile& profile) {
  for (const Rule& rule :
       {profile.nul, profile.unprintable, profile.not_utf8, profile.efi_attr,
        profile.off_negative, profile.type_above_u8}) {
    if (rule != kAccept) return false;
  }
  return true;
}

bool DirentReader::Refuse(Stop stop, Rule rule) {
  stop_ = stop;
  error_ = rule.action == Action::kError ? -rule.err : 0;
  fast_ = false;
  SyncPlain();
  return false;
}

bool DirentReader::Apply(Stop stop, Rule rule) {
  switch (rule.action) {
    case Action::kAccept:
      return true;
    case Action::kHide:
      record_.hidden = true;
      return true;
    case Action::kStop:
    case Action::kError:
      return Refuse(stop, rule);
  }
  FUSE_DIRENTS_CHECK(false);
}

PlainRun DirentReader::NextSlow(uint64_t namelen) {
  if (stop_ == Stop::kNone) {
    SyncCursor();
    ReadSlow(namelen);
  }
  return plain_;
}

bool DirentReader::ReadSlow(uint64_t namelen) {
  const size_t header_size = HeaderSize(format_);
  bad_framed_ = false;
  if (cursor_.left() == 0) return Refuse(Stop::kEndOfReply, kStopQuietly);
  if (cursor_.left() < header_size) {
    return Refuse(Stop::kTrailing, profile_->trailing);
  }
  std::array<std::byte, sizeof(FuseDirentplus)> gathered;
  const ByteRun run = cursor_.Gather(header_size, gathered);
  if (format_ == RecordFormat::kDirentplus) {
    std::memcpy(&entry_out_, run.data(), sizeof entry_out_);
  }
  const std::byte* dirent = run.data() + header_size - sizeof(FuseDirent);
  FuseDirent header;
  std::memcpy(&header, dirent, offsetof(FuseDirent, namelen));
  std::memcpy(&header.type, dirent + offsetof(FuseDirent, type),
              sizeof header.type);
  if (namelen == PlainRun::kUnread) {
    std::memcpy(&header.namelen, dirent + offsetof(FuseDirent, namelen),
                sizeof header.namelen);
  } else {
    header.namelen = static_cast<uint32_t>(namelen);
  }
  return AfterHeader(header);
}

bool DirentReader::AfterHeader(const FuseDirent& header) {
  const size_t header_size = HeaderSize(format_);
  const size_t left = cursor_.left();
  if (left == 0 && !profile_->lone_header_judged) {
    return Refuse(Stop::kLoneHeader, profile_->trailing);
  }
  const uint64_t padded = Reclen(format_, header.namelen) - header_size;
  const bool fits = padded <= left || (!profile_->last_padding_required &&
                                       header.namelen <= left);
  const size_t body = std::min<uint64_t>(padded, left);

  record_ = {header.ino,         header.off, header.type,
             std::string_view(), pos_,       header_size + body,
             /*bounced=*/false,
             /*hidden=*/false};
  bad_namelen_ = header.namelen;
  bad_left_ = body;
  bad_framed_ = fits;

  const auto namelen_passes = [&] {
    if (header.namelen == 0) {
      return Apply(Stop::kEmptyName, profile_->empty_name);
    }
    if (header.namelen > profile_->name_max) {
      return Apply(Stop::kLongName, profile_->long_name);
    }
    return true;
  };
  const auto frame_passes = [&] {
    if (!fits) Refuse(Stop::kShortRecord, profile_->short_record);
    return fits;
  };
  if (profile_->order == CheckOrder::kNamelenFirst) {
    if (!namelen_passes() || !frame_passes()) return false;
  } else {
    if (!frame_passes() || !namelen_passes()) return false;
  }

  GatherName(header.namelen);
  if (!CheckContent()) return false;

  cursor_.Advance(bad_left_);
  pos_ += record_.reclen;
  SyncPlain();
  return true;
}

void DirentReader::GatherName(uint32_t namelen) {
  record_.bounced = namelen > cursor_.run().size();
  std::span<std::byte> bounce = bounce_;
  if (record_.bounced && namelen > bounce.size()) {
    long_bounce_.resize(namelen);
    bounce = long_bounce_;
  }
  const ByteRun name = cursor_.Gather(namelen, bounce);
  record_.name =
      std::string_view(reinterpret_cast<const char*>(name.data()), namelen);
  bad_namelen_ = 0;
  bad_left_ -= namelen;
}

bool DirentReader::CheckContent() {
  const Profile& p = *profile_;
  const std::string_view name = record_.name;
  if (p.slash != kAccept && name.find('/') != name.npos &&
      !Apply(Stop::kSlash, p.slash)) {
    return false;
  }
  if (fast_) return true;
  if (p.nul != kAccept && name.find('\0') != name.npos &&
      !Apply(Stop::kNul, p.nul)) {
    return false;
  }
  if (p.unprintable != kAccept &&
      !std::all_of(name.begin(), name.end(), IsPrintable) &&
      !Apply(Stop::kUnprintable, p.unprintable)) {
    return false;
  }
  if (p.not_utf8 != kAccept && !IsUtf8(name) &&
      !Apply(Stop::kNotUtf8, p.not_utf8)) {
    return false;
  }
  if (p.efi_attr != kAccept && format_ == RecordFormat::kDirentplus &&
      HasNoEfiFileInfo(entry_out_) && !Apply(Stop::kEfiAttr, p.efi_attr)) {
    return false;
  }
  if (p.off_negative != kAccept &&
      record_.off > uint64_t{std::numeric_limits<int64_t>::max()} &&
      !Apply(Stop::kOffNegative, p.off_negative)) {
    return false;
  }
  if (p.type_above_u8 != kAccept && record_.type > 255 &&
      !Apply(Stop::kTypeAboveU8, p.type_above_u8)) {
    return false;
  }
  return true;
}

bool DirentReader::ReadUnpadded(Dirent* out) {
  if (stop_ != Stop::kShortRecord || bad_namelen_ > bad_left_) return false;
  GatherName(bad_namelen_);
  *out = record_;
  return true;
}

bool DirentReader::SkipBad(Dirent* out) {
  FUSE_DIRENTS_CHECK(stop_ != Stop::kNone);
  if (!bad_framed_) return false;
  if (bad_namelen_ > 0) GatherName(bad_namelen_);
  *out = record_;
  cursor_.Advance(bad_left_);
  pos_ += record_.reclen;
  frames_only_ = FramesOnly(*profile_);
  profile_ = &*frames_only_;
  stop_ = Stop::kNone;
  error_ = 0;
  bad_framed_ = false;
  SyncPlain();
  return true;
}

}  // namespace fuse_dirents
