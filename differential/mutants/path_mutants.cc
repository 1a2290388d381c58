// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/path_mutants.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/reply_bytes.h"
#include "parser/sink_adapter.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model_server.h"

namespace fuse_dirents {
namespace {

constexpr PathMutantFacts kMutants[] = {
    {PathMutant::kNone, "none", "Nothing: the right path.", ""},
    {PathMutant::kSizeUncapped, "size_uncapped",
     "Asks for as much as the caller's buffer holds.",
     "virtio-win viofs before PR 751"},
    {PathMutant::kSizeBelowAPage, "size_below_a_page",
     "Asks for less than a page where the buffer is small.", ""},
    {PathMutant::kShortAllocationKeepsSize, "short_allocation_keeps_size",
     "Asks for what it wanted, though it got fewer pages.", ""},
    {PathMutant::kLastDescWhole, "last_desc_whole",
     "Rounds the request up to whole pages.", ""},
    {PathMutant::kPagesSorted, "pages_sorted",
     "Maps the pages in the order of their addresses.", ""},
    {PathMutant::kOnePageMapped, "one_page_mapped", "Maps the first page only.",
     "google/alioth#491 is of this class"},
    {PathMutant::kStaleTailParsed, "stale_tail_parsed",
     "Parses the whole buffer, whatever arrived.", ""},
    {PathMutant::kPagesOfLastRequestParsed, "pages_of_last_request_parsed",
     "Parses the pages of the request before.", ""},
    {PathMutant::kPagesLeak, "pages_leak", "Keeps the pages.", ""},
    {PathMutant::kPagesLeakOnError, "pages_leak_on_error",
     "Keeps the pages where the mapping fails.", ""},
    {PathMutant::kResumesAtStart, "resumes_at_start",
     "Asks each time for the start.", "9fans/plan9port#792"},
    {PathMutant::kResumesByCount, "resumes_by_count",
     "Resumes at the number of entries taken.",
     "macos-fuse-t/fuse-t#63 is of this class"},
    {PathMutant::kResumesAt32Bits, "resumes_at_32_bits",
     "Keeps the cookie in 32 bits.", ""},
    {PathMutant::kResumesBehindUntaken, "resumes_behind_untaken",
     "Resumes behind the entry that was not taken.",
     "Linux before c6cdd51404b7 (2017)"},
    {PathMutant::kEndsAtShortReply, "ends_at_short_reply",
     "Takes a reply of less than half of what it asked for for the last.", ""},
    {PathMutant::kErrorIsEnd, "error_is_end", "Takes an error for the end.",
     "macfuse#265"},
    {PathMutant::kFormatNotKept, "format_not_kept",
     "Parses by the format of the next request, when the listing is adaptive.",
     ""},
    {PathMutant::kForgetsNothing, "forgets_nothing",
     "Does not forget what it cannot link.",
     "of the class of Linux b8bd342d50cb"},
    {PathMutant::kLinksTwice, "links_twice", "Links each entry twice.", ""},
};

constexpr size_t kPageBytes = 4096;
using Page = std::array<char, kPageBytes>;

// One listing.
struct Setup {
  uint32_t count = 4096;  // Bytes of the caller's buffer.
  uint32_t max_pages = 32;
  size_t free_pages = 64;
  size_t capacity = 50;  // Entries that the caller's buffer takes.
  bool plus = false;
  bool adaptive = false;  // READDIRPLUS at the start only.
  bool first_map_fails = false;
  bool links_fail = false;  // Each other one.
  ServerOptions server = {};
};

class PathClient {
 public:
  PathClient(PathMutant mutant, const Setup& setup)
      : mutant_(mutant),
        setup_(setup),
        ledger_(LinuxProfile()),
        server_(setup.server, &ledger_),
        pages_(setup.free_pages),
        map_fails_(setup.first_map_fails) {
    server_.AddDotsAndFiles(500);
    for (size_t i = 0; i < pages_.size(); ++i) free_.push_back(i);
    // Stale from the first request on.
    DirentWriter writer(RecordFormat::kDirent);
    while (writer.AppendIfFits({.ino = 9, .off = 9, .type = 8, .name = "stale"},
                               kPageBytes)) {
    }
    for (Page& page : pages_) {
      std::memcpy(page.data(), writer.bytes().data(), kPageBytes);
    }
  }

  // What is wrong with a whole listing.
  std::string List() {
    constexpr size_t kMaxCalls = 2000;
    for (size_t call = 0; call < kMaxCalls && !ended_; ++call) {
      taken_ = 0;
      full_ = false;
      const int error = Readdir();
      if (error != 0 && Is(PathMutant::kErrorIsEnd)) break;
    }
    if (names_ != server_.names()) return "lists what the server holds";
    if (!has_room_) return "has room for all that it asks for";
    if (!takes_all_) return "takes all that arrived, or fills the buffer";
    for (const ReaddirRequest& request : server_.requests()) {
      if (request.size > std::max<size_t>(setup_.count, kPageBytes) ||
          request.size > setup_.max_pages * kPageBytes) {
        return "asks for no more than buffer and max_pages allow";
      }
      if (request.size < kPageBytes) return "asks for a page at least";
    }
    if (free_.size() != pages_.size()) return "gives back its pages";
    ledger_.EvictAll();
    if (!ledger_.Violations().empty()) return "settles every lookup";
    return "";
  }

  // The calls of the sink that it parses with.
  int Emit(const dirents_entry& entry) {
    if (taken_ == setup_.capacity) {
      full_ = true;
      untaken_off_ = entry.off;
      return 0;
    }
    names_.emplace_back(entry.name, entry.namelen);
    ++taken_;
    return 1;
  }

  int Link(const dirents_entry&, const void* entry_out) {
    FuseEntryOut out;
    std::memcpy(&out, entry_out, sizeof out);
    if (setup_.links_fail && ++links_ % 2 == 0) {
      ledger_.LinkRefused(out.nodeid);
      return -ENOMEM;
    }
    ledger_.Link(out.nodeid);
    if (Is(PathMutant::kLinksTwice)) ledger_.Link(out.nodeid);
    return 0;
  }

  void Forget(uint64_t nodeid) {
    if (Is(PathMutant::kForgetsNothing)) return;
    ledger_.Forget(nodeid);
  }

 private:
  bool Is(PathMutant mutant) const { return mutant_ == mutant; }

  uint32_t WantedBytes() const {
    const uint32_t low = Is(PathMutant::kSizeBelowAPage) ? 256 : kPageBytes;
    const uint32_t high = static_cast<uint32_t>(setup_.max_pages * kPageBytes);
    if (Is(PathMutant::kSizeUncapped)) return std::max(setup_.count, low);
    return std::clamp(setup_.count, low, high);
  }

  bool UsesPlus() const { return setup_.adaptive ? pos_ == 0 : setup_.plus; }

  int Readdir() {
    uint32_t size = WantedBytes();
    const size_t wanted = (size + kPageBytes - 1) / kPageBytes;
    std::vector<size_t> list;
    while (list.size() < wanted && !free_.empty()) {
      list.push_back(free_.back());
      free_.pop_back();
    }
    if (list.empty()) return -ENOMEM;
    const size_t room = list.size() * kPageBytes;
    if (Is(PathMutant::kLastDescWhole) ||
        (room < size && !Is(PathMutant::kShortAllocationKeepsSize))) {
      size = static_cast<uint32_t>(room);
    }
    const bool plus = UsesPlus();
    const ServerReply reply = server_.Handle(
        {plus ? RecordFormat::kDirentplus : RecordFormat::kDirent, pos_, size});
    int error = reply.error;
    if (error == 0) error = Receive(reply, plus, size, list);
    if (Is(PathMutant::kPagesLeak)) return error;
    if (Is(PathMutant::kPagesLeakOnError) && error != 0) return error;
    free_.insert(free_.end(), list.begin(), list.end());
    last_list_ = list;
    return error;
  }

  int Receive(const ServerReply& reply, bool plus, uint32_t size,
              const std::vector<size_t>& list) {
    size_t nbytes = 0;
    for (const size_t page : list) {
      const size_t left = reply.bytes.size() - nbytes;
      const size_t piece = std::min(left, kPageBytes);
      std::memcpy(pages_[page].data(), reply.bytes.data() + nbytes, piece);
      nbytes += piece;
    }
    if (nbytes < reply.bytes.size()) has_room_ = false;
    if (nbytes == 0) {
      ended_ = true;
      return 0;
    }
    if (map_fails_) {
      map_fails_ = false;
      ledger_.Excuse(reply.request, 0, KnownLeak::kFailedMapping);
      return -ENOMEM;
    }
    std::vector<size_t> mapped = list;
    if (Is(PathMutant::kPagesSorted)) std::ranges::sort(mapped);
    if (Is(PathMutant::kOnePageMapped)) mapped.resize(1);
    if (Is(PathMutant::kPagesOfLastRequestParsed) && !last_list_.empty()) {
      mapped = last_list_;
    }
    if (Is(PathMutant::kStaleTailParsed)) nbytes = size;
    nbytes = std::min(nbytes, mapped.size() * kPageBytes);
    const uint64_t last_off = LastOff(reply.bytes, plus);
    Parse(reply.request, plus, mapped, nbytes);
    if (!full_ && pos_ != last_off) takes_all_ = false;
    if (Is(PathMutant::kEndsAtShortReply) && reply.bytes.size() < size / 2) {
      ended_ = true;
    }
    return 0;
  }

  // Where a client resumes that takes every record of `bytes`.
  uint64_t LastOff(const std::string& bytes, bool plus) const {
    const dirents_segment segment = {bytes.data(), bytes.size()};
    const dirents_reply reply = {plus ? 1 : 0, pos_, &segment, 1, bytes.size()};
    AcceptingSink taking_all;
    uint64_t pos = pos_;
    ParseWithReader(LinuxProfile(), reply, SinkOf(&taking_all), &pos);
    return pos;
  }

  void Parse(uint32_t request, bool plus, const std::vector<size_t>& mapped,
             size_t nbytes) {
    // As one linear buffer, in which the pages follow each other.
    std::string buffer;
    for (const size_t page : mapped) {
      buffer.append(pages_[page].data(), kPageBytes);
    }
    const dirents_segment segment = {buffer.data(), buffer.size()};
    const bool parsed_plus =
        Is(PathMutant::kFormatNotKept) && setup_.adaptive ? false : plus;
    const dirents_reply shown = {parsed_plus ? 1 : 0, pos_, &segment, 1,
                                 nbytes};
    untaken_off_ = 0;
    ParseWithReader(LinuxProfile(), shown, SinkOf(this), &pos_);
    if (Is(PathMutant::kResumesAtStart)) pos_ = 0;
    if (Is(PathMutant::kResumesByCount)) pos_ = names_.size();
    if (Is(PathMutant::kResumesAt32Bits)) pos_ &= 0xffffffff;
    if (Is(PathMutant::kResumesBehindUntaken) && full_) pos_ = untaken_off_;
    if (plus) {
      ledger_.ExcuseReply(request, ReplyBytes(std::span(&segment, 1), nbytes),
                          taken_);
    }
  }

  const PathMutant mutant_;
  const Setup& setup_;
  LookupLedger ledger_;
  ModelServer server_;
  std::vector<Page> pages_;
  std::vector<size_t> free_, last_list_;
  bool map_fails_;
  uint64_t pos_ = 0, untaken_off_ = 0;
  bool ended_ = false, full_ = false;
  bool has_room_ = true, takes_all_ = true;
  size_t taken_ = 0, links_ = 0;
  std::vector<std::string> names_;
};

std::vector<Setup> Setups() {
  std::vector<Setup> setups;
  for (const uint32_t count : {100u, 4096u, 5000u, 100000u}) {
    for (const CookieKind cookies : kAllCookieKinds) {
      for (const Packing packing :
           {Packing::kWholeRecords, Packing::kByteSlice}) {
        for (const int format : {0, 1, 2}) {
          Setup setup;
          setup.count = count;
          setup.max_pages = 4;
          setup.plus = format == 1;
          setup.adaptive = format == 2;
          setup.server = {.cookies = cookies, .packing = packing};
          setups.push_back(setup);
          setup.first_map_fails = true;
          setup.links_fail = true;
          setup.capacity = 7;
          setups.push_back(setup);
          setup.free_pages = 2;
          setup.capacity = 1000;
          setup.server.max_records = 11;
          setups.push_back(setup);
          setup.server.max_records = 400;
          setups.push_back(setup);
        }
      }
    }
  }
  return setups;
}

}  // namespace

std::span<const PathMutantFacts> AllPathMutants() { return kMutants; }

std::string BrokenPromise(PathMutant mutant, uint64_t* listings) {
  for (const Setup& setup : Setups()) {
    ++*listings;
    const std::string promise = PathClient(mutant, setup).List();
    if (!promise.empty()) return promise;
  }
  return "";
}

}  // namespace fuse_dirents
