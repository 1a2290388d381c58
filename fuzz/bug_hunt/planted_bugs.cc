// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/bug_hunt/planted_bugs.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

enum class Bug {
  kNone,
  // The frame.
  kNameMax4096,
  kNameMax4094,
  kNameMax1024,
  kEmptyName,
  kNamelenSigned,
  kFrameFirst,
  kNamelenInOneByte,
  kOnePageRecord,
  kUnpaddedLast,
  kPartialHeader,
  // The name.
  kPaddingInName,
  kSlashBehindNul,
  kSlashLast,
  // Seams.
  kSeamInNamelen,
  kSeamAtName,
  kEmptySegmentEnds,
  kRecordAtSeamLost,
  kTwoPiecesOfName,
  kNameBounce256,
  kNameBounce4094,
  kSlashBehindSeam,
  kDotDotAtSeam,
  // What the caller and the server are told.
  kEmitsWhenFull,
  kPosPastFull,
  kFullStopsPlus,
  kDotDotLinked,
  kDotPrefixSkipped,
  kFailedLinkKept,
  kFailedLinkKeptWhenFull,
  kModeUnchecked,
  kSizeUnchecked,
  kRootLinked,
};

// The bytes of a reply in order.
class Bytes {
 public:
  explicit Bytes(const dirents_reply& reply)
      : segments_(reply.segments),
        num_segments_(reply.num_segments),
        left_(reply.nbytes) {
    SkipEmpty();
  }

  size_t left() const { return left_; }
  // Bytes up to the next seam.
  size_t run() const {
    return segment_ < num_segments_ ? segments_[segment_].len - at_ : 0;
  }
  bool at_empty_segment() const { return passed_empty_; }

  // Copies as many of `count` bytes as the segments hold, also past the end.
  // At most `max_pieces` runs are copied, the rest is passed over.
  void Read(void* out, size_t count, size_t max_pieces = ~size_t{0}) {
    passed_empty_ = false;
    left_ -= std::min(count, left_);
    char* to = static_cast<char*>(out);
    while (count > 0 && segment_ < num_segments_) {
      const size_t piece = std::min(count, run());
      if (to != nullptr && max_pieces > 0) {
        std::memcpy(to,
                    static_cast<const char*>(segments_[segment_].base) + at_,
                    piece);
        to += piece;
        --max_pieces;
      }
      at_ += piece;
      count -= piece;
      SkipEmpty();
    }
  }

 private:
  void SkipEmpty() {
    while (segment_ < num_segments_ && at_ == segments_[segment_].len) {
      passed_empty_ |= segments_[segment_].len == 0;
      at_ = 0;
      ++segment_;
    }
  }

  const dirents_segment* segments_;
  size_t num_segments_;
  size_t left_;
  size_t segment_ = 0, at_ = 0;
  bool passed_empty_ = false;
};

uint32_t NameMax(Bug bug) {
  switch (bug) {
    case Bug::kNameMax4096:
      return 4096;
    case Bug::kNameMax4094:
      return 4094;
    case Bug::kNameMax1024:
      return kFuseNameMaxBefore615;
    default:
      return kFuseNameMax;
  }
}

template <Bug kBug>
bool IsGoodNamelen(uint32_t namelen) {
  if (kBug == Bug::kNamelenSigned) {
    return namelen != 0 &&
           static_cast<int32_t>(namelen) <= static_cast<int32_t>(kFuseNameMax);
  }
  if (kBug != Bug::kEmptyName && namelen == 0) return false;
  return namelen <= NameMax(kBug);
}

// `run`: bytes of the name in its first segment.
template <Bug kBug>
bool HasSlash(const std::string& name, size_t run) {
  if (kBug == Bug::kSlashBehindNul) {
    return std::strchr(name.c_str(), '/') != nullptr;
  }
  size_t checked = name.size();
  if (kBug == Bug::kSlashLast && checked > 1) --checked;
  if (kBug == Bug::kSlashBehindSeam) checked = std::min(checked, run);
  return std::memchr(name.data(), '/', checked) != nullptr;
}

template <Bug kBug>
bool IsDots(const std::string& name, size_t run) {
  if (kBug == Bug::kDotDotAtSeam && run < name.size()) return false;
  if (kBug == Bug::kDotDotLinked) return name == ".";
  if (kBug == Bug::kDotPrefixSkipped) {
    return name == "." || name.starts_with("..");
  }
  return IsDotOrDotDot(name);
}

template <Bug kBug>
bool IsBad(FuseEntryOut entry_out) {
  if (kBug == Bug::kModeUnchecked) entry_out.attr.mode = 0100644;
  if (kBug == Bug::kSizeUnchecked) entry_out.attr.size = 0;
  if (kBug == Bug::kRootLinked) {
    if (entry_out.nodeid == kFuseRootId) entry_out.nodeid = 2;
  }
  return IsBadEntryOut(entry_out);
}

template <Bug kBug>
void Link(const dirents_entry& entry, const FuseEntryOut& entry_out,
          const std::string& name, size_t run, bool full,
          const dirents_sink& sink) {
  if (entry_out.nodeid == 0 || IsDots<kBug>(name, run)) return;
  if (IsBad<kBug>(entry_out)) {
    sink.forget(sink.ctx, entry_out.nodeid);
    return;
  }
  const int error = sink.link(sink.ctx, &entry, &entry_out);
  const bool kept = kBug == Bug::kFailedLinkKept ||
                    (kBug == Bug::kFailedLinkKeptWhenFull && full);
  if (error != 0 && !kept) {
    sink.forget(sink.ctx, entry_out.nodeid);
  }
}

// Reads a FuseDirent, in which a seam may fall.
template <Bug kBug>
void ReadDirent(Bytes* bytes, FuseDirent* dirent) {
  const size_t run = bytes->run();
  bytes->Read(dirent, sizeof(*dirent));
  if (kBug == Bug::kSeamInNamelen) {
    // Fields are read in place; of this one only what lies before the seam.
    const size_t at = offsetof(FuseDirent, namelen);
    if (run > at && run < at + sizeof(dirent->namelen)) {
      dirent->namelen &= (1u << (8 * (run - at))) - 1;
    }
  }
}

template <Bug kBug>
std::string ReadName(Bytes* bytes, uint32_t namelen, size_t header,
                     uint64_t reclen) {
  std::string name(namelen, '\0');
  const bool straddles = bytes->run() < namelen;
  if (kBug == Bug::kTwoPiecesOfName) {
    bytes->Read(name.data(), namelen, 2);
  } else {
    bytes->Read(name.data(), namelen);
  }
  if (kBug == Bug::kNameBounce256) {
    if (straddles && namelen > 256) name.resize(256);
  }
  if (kBug == Bug::kNameBounce4094) {
    if (straddles && namelen > 4094) name.resize(4094);
  }
  if (kBug == Bug::kOnePageRecord) {
    if (reclen > 4096) name.resize(4096 - header);
  }
  return name;
}

template <Bug kBug>
int Parse(const Profile& /*profile*/, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  const bool plus = reply.plus != 0;
  const RecordFormat format =
      plus ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  const size_t header = HeaderSize(format);
  // Bytes that must be left for the loop to go on.
  const size_t least = kBug == Bug::kPartialHeader ? header - 8 : header;
  *pos = reply.start_off;
  bool full = false;
  Bytes bytes(reply);
  while (bytes.left() >= least) {
    if (kBug == Bug::kEmptySegmentEnds && bytes.at_empty_segment()) return 0;
    const size_t left = bytes.left();
    const size_t run = bytes.run();
    FuseEntryOut entry_out = {};
    FuseDirent dirent = {};
    if (plus) bytes.Read(&entry_out, sizeof(entry_out));
    ReadDirent<kBug>(&bytes, &dirent);
    if (kBug == Bug::kNamelenInOneByte) dirent.namelen &= 0xff;

    const uint64_t reclen = Reclen(format, dirent.namelen);
    const uint64_t needed =
        kBug == Bug::kUnpaddedLast ? header + uint64_t{dirent.namelen} : reclen;
    if (kBug == Bug::kFrameFirst && needed > left) return 0;
    if (!IsGoodNamelen<kBug>(dirent.namelen)) return -EIO;
    if (needed > left) return 0;
    if (kBug == Bug::kRecordAtSeamLost) {
      if (run < header) {
        bytes.Read(nullptr, static_cast<size_t>(reclen) - header);
        continue;
      }
    }
    if (kBug == Bug::kSeamAtName) {
      // The header ends its segment: the name is looked for behind it.
      if (run == header) return 0;
    }
    const size_t name_run = bytes.run();
    std::string name = ReadName<kBug>(&bytes, dirent.namelen, header, reclen);
    const size_t padding = static_cast<size_t>(
        std::min<uint64_t>(reclen - header - dirent.namelen, bytes.left()));
    std::string padding_bytes(padding, '\0');
    bytes.Read(padding_bytes.data(), padding);
    if (kBug == Bug::kPaddingInName) {
      // Only where the server did not fill it with zeros.
      name += padding_bytes.substr(0, std::strlen(padding_bytes.c_str()));
    }
    if (HasSlash<kBug>(name, name_run)) return -EIO;

    const dirents_entry entry = {dirent.ino, dirent.off, dirent.type,
                                 static_cast<uint32_t>(name.size()),
                                 name.data()};
    if (!full || kBug == Bug::kEmitsWhenFull) {
      full = sink.emit(sink.ctx, &entry) == 0 || full;
      if (full && kBug == Bug::kPosPastFull) *pos = dirent.off;
      if (full && (!plus || kBug == Bug::kFullStopsPlus)) return 0;
    }
    if (!full) *pos = dirent.off;
    if (plus) Link<kBug>(entry, entry_out, name, name_run, full, sink);
  }
  return 0;
}

constexpr RecordFormat kPlain = RecordFormat::kDirent;
constexpr RecordFormat kPlus = RecordFormat::kDirentplus;
constexpr Presentation kLinear = Presentation::kLinear;
constexpr Presentation kSegmented = Presentation::kSegmented;

constexpr PlantedBug kBugs[] = {
    {"name_max_4096", kPlain, kLinear, &Parse<Bug::kNameMax4096>,
     "takes a name of 4096 bytes"},
    {"name_max_4094", kPlain, kLinear, &Parse<Bug::kNameMax4094>,
     "refuses a name of 4095 bytes"},
    {"name_max_1024", kPlain, kLinear, &Parse<Bug::kNameMax1024>,
     "refuses names above 1024 bytes, as before Linux 6.15"},
    {"empty_name", kPlain, kLinear, &Parse<Bug::kEmptyName>,
     "takes a record without a name"},
    {"namelen_signed", kPlain, kLinear, &Parse<Bug::kNamelenSigned>,
     "takes a namelen from 2^31 on for a small one"},
    {"frame_first", kPlain, kLinear, &Parse<Bug::kFrameFirst>,
     "looks whether the record fits before it looks at namelen"},
    {"namelen_in_one_byte", kPlain, kLinear, &Parse<Bug::kNamelenInOneByte>,
     "keeps namelen in a byte, as some struct dirent do"},
    {"one_page_record", kPlain, kLinear, &Parse<Bug::kOnePageRecord>,
     "copies the record to one page, which cuts it (CVE-2026-31694)"},
    {"unpadded_last", kPlain, kLinear, &Parse<Bug::kUnpaddedLast>,
     "takes a last record whose padding is cut off"},
    {"partial_header", kPlain, kSegmented, &Parse<Bug::kPartialHeader>,
     "reads a header of which the last 8 bytes are not in the reply"},
    {"padding_in_name", kPlain, kLinear, &Parse<Bug::kPaddingInName>,
     "takes the name to go on up to a NUL"},
    {"slash_behind_nul", kPlain, kLinear, &Parse<Bug::kSlashBehindNul>,
     "looks for a '/' up to the first NUL of the name only"},
    {"slash_last", kPlain, kLinear, &Parse<Bug::kSlashLast>,
     "does not look at the last byte of a name for a '/'"},
    {"seam_in_namelen", kPlain, kSegmented, &Parse<Bug::kSeamInNamelen>,
     "reads of namelen what lies before a seam in it"},
    {"seam_at_name", kPlain, kSegmented, &Parse<Bug::kSeamAtName>,
     "stops where a seam lies between header and name"},
    {"empty_segment_ends", kPlain, kSegmented, &Parse<Bug::kEmptySegmentEnds>,
     "takes an empty segment between two records for the end"},
    {"record_at_seam_lost", kPlus, kSegmented, &Parse<Bug::kRecordAtSeamLost>,
     "loses a record whose header straddles a seam"},
    {"two_pieces_of_name", kPlain, kSegmented, &Parse<Bug::kTwoPiecesOfName>,
     "gathers a name from two segments at most"},
    {"name_bounce_256", kPlain, kSegmented, &Parse<Bug::kNameBounce256>,
     "gathers a name that straddles in a buffer of 256 bytes"},
    {"name_bounce_4094", kPlain, kSegmented, &Parse<Bug::kNameBounce4094>,
     "the same with 4094 bytes"},
    {"slash_behind_seam", kPlain, kSegmented, &Parse<Bug::kSlashBehindSeam>,
     "looks for a '/' up to a seam in the name only"},
    {"dot_dot_at_seam", kPlus, kSegmented, &Parse<Bug::kDotDotAtSeam>,
     "links \"..\" where a seam lies between the dots"},
    {"emits_when_full", kPlus, kLinear, &Parse<Bug::kEmitsWhenFull>,
     "emits again after the caller's buffer was full"},
    {"pos_past_full", kPlain, kLinear, &Parse<Bug::kPosPastFull>,
     "moves pos past the entry that was not taken, which is then skipped"},
    {"full_stops_plus", kPlus, kLinear, &Parse<Bug::kFullStopsPlus>,
     "stops when full, and leaks the lookups of the rest"},
    {"dot_dot_linked", kPlus, kLinear, &Parse<Bug::kDotDotLinked>,
     "links \"..\""},
    {"dot_prefix_skipped", kPlus, kLinear, &Parse<Bug::kDotPrefixSkipped>,
     "takes each name that begins with \"..\" for \"..\""},
    {"failed_link_kept", kPlus, kLinear, &Parse<Bug::kFailedLinkKept>,
     "does not forget a lookup whose link failed"},
    {"failed_link_kept_full", kPlus, kLinear,
     &Parse<Bug::kFailedLinkKeptWhenFull>,
     "does not forget it once the caller's buffer is full"},
    {"mode_unchecked", kPlus, kLinear, &Parse<Bug::kModeUnchecked>,
     "links an inode of no file type"},
    {"size_unchecked", kPlus, kLinear, &Parse<Bug::kSizeUnchecked>,
     "links a file whose size is no loff_t"},
    {"root_linked", kPlus, kLinear, &Parse<Bug::kRootLinked>,
     "links an entry that says it is the root"},
};

}  // namespace

const PlantedParse kParseWithoutBug = &Parse<Bug::kNone>;

std::span<const PlantedBug> PlantedBugs() { return kBugs; }

const PlantedBug* FindPlantedBug(std::string_view name) {
  for (const PlantedBug& bug : kBugs) {
    if (bug.name == name) return &bug;
  }
  return nullptr;
}

}  // namespace fuse_dirents
