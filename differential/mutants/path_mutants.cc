// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/path_mutants.h"

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr PathMutantFacts kMutants[] = {
    {PathMutant::kSizeUncapped, "size_uncapped",
     "Asks for as much as the caller's buffer holds.",
     "virtio-win viofs before PR 751"},
    {PathMutant::kSizeBelowAPage, "size_below_a_page",
     "Asks for less than a page where the buffer is small.", ""},
    {PathMutant::kSizedAsPosted, "sized_as_posted",
     "Caps the request by max_write and max_read.",
     "the page patch as posted on 2026-05-19"},
    {PathMutant::kShortAllocationKeepsSize, "short_allocation_keeps_size",
     "Asks for what it wanted though it got fewer pages.", ""},
    {PathMutant::kLastDescWhole, "last_desc_whole",
     "Rounds the request up to whole pages.", ""},
    {PathMutant::kPagesSorted, "pages_sorted",
     "Maps the pages in the order of their addresses.", ""},
    {PathMutant::kOnePageMapped, "one_page_mapped", "Maps the first page only.",
     "google/alioth#491 is of this class"},
    {PathMutant::kStaleTailParsed, "stale_tail_parsed",
     "Parses the whole buffer, whatever arrived.", ""},
    {PathMutant::kLastReplyParsed, "last_reply_parsed",
     "Parses what lay on the pages of the request before.", ""},
    {PathMutant::kPagesLeak, "pages_leak", "Keeps the pages.", ""},
    {PathMutant::kPagesLeakOnFailedMap, "pages_leak_on_failed_map",
     "Keeps the pages where the mapping fails.", ""},
    {PathMutant::kOneDescFilled, "one_desc_filled",
     "The transport fills the first desc only.",
     "google/alioth#491 is of this class"},
    {PathMutant::kServerSeamOverwrites, "server_seam_overwrites",
     "/dev/fuse: what follows a seam of the server's pages overwrites what "
     "came "
     "before it.",
     ""},
    {PathMutant::kResumesAtStart, "resumes_at_start",
     "Asks each time for the start.", "9fans/plan9port#792"},
    {PathMutant::kResumesByCount, "resumes_by_count",
     "Resumes at the number of entries taken.",
     "macos-fuse-t/fuse-t#63 is of this class"},
    {PathMutant::kResumesAt32Bits, "resumes_at_32_bits",
     "Keeps the cookie in 32 bits.", ""},
    {PathMutant::kResumesPastUntaken, "resumes_past_untaken",
     "Resumes past the entry that was not taken.",
     "Linux before c6cdd51404b7 (2017)"},
    {PathMutant::kResumesBeforeLast, "resumes_before_last",
     "Resumes at the last entry that was taken.", ""},
    {PathMutant::kEndsAtShortReply, "ends_at_short_reply",
     "Takes a reply of less than half of what it asked for for the last.", ""},
    {PathMutant::kErrorIsEnd, "error_is_end", "Takes an error for the end.",
     "macfuse#265"},
    {PathMutant::kFormatNotKept, "format_not_kept",
     "Parses READDIRPLUS as READDIR when the listing is adaptive.", ""},
    {PathMutant::kForgetsNothing, "forgets_nothing",
     "Does not forget what it cannot link.",
     "of the class of Linux b8bd342d50cb"},
    {PathMutant::kForgetsTwice, "forgets_twice",
     "Forgets twice what it cannot link.", ""},
    {PathMutant::kLinksTwice, "links_twice", "Links each entry twice.", ""},
    {PathMutant::kEvictsOneLookup, "evicts_one_lookup",
     "A dropped inode gives back one lookup, however many it holds.", ""},
    {PathMutant::kForgetNotAwaited, "forget_not_awaited",
     "Returns although the server has not read a FORGET.", ""},
    {PathMutant::kReplacedInodeStays, "replaced_inode_stays",
     "Gives nothing back for the inode whose last dentry a record replaces.",
     ""},
    {PathMutant::kReplacedInodeEvictedTwice, "replaced_inode_evicted_twice",
     "Gives its lookups back twice.", ""},
    {PathMutant::kGenerationIgnored, "generation_ignored",
     "Takes a nodeid of another generation for the same inode.", ""},
    {PathMutant::kBadInodeLinked, "bad_inode_linked",
     "Links a name to its inode although that has gone bad.", ""},
    {PathMutant::kDirectoryOfTwoDentries, "directory_of_two_dentries",
     "A directory that is linked under another name keeps the first.", ""},
    {PathMutant::kLoopLinked, "loop_linked",
     "Takes -ELOOP for a link that succeeded.", ""},
    {PathMutant::kLoopKeepsDentry, "loop_keeps_dentry",
     "-ELOOP keeps the dentry that the record would have replaced.", ""},
    {PathMutant::kLoopKeepsAttributes, "loop_keeps_attributes",
     "-ELOOP keeps the mtime of the listed directory.", ""},
    {PathMutant::kCacheTakesAnyEntry, "cache_takes_any_entry",
     "The cache takes an entry that does not continue it.",
     "cvmfs/cvmfs#3054 is of this class"},
    {PathMutant::kCacheCompleteTooSoon, "cache_complete_too_soon",
     "The cache is complete wherever a listing ends.", ""},
    {PathMutant::kCacheIgnoresChanges, "cache_ignores_changes",
     "The cache serves what the directory held before it changed.", ""},
    {PathMutant::kCacheSkipsLostPage, "cache_skips_lost_page",
     "The cache serves what is left where it lost a page.", ""},
    {PathMutant::kCacheCutsNames, "cache_cuts_names",
     "The cache copies names without their last byte.", ""},
    {PathMutant::kCacheNeverServes, "cache_never_serves",
     "A complete cache asks the server.", ""},
    {PathMutant::kOpenKeepsCache, "open_keeps_cache",
     "Opens without FOPEN_KEEP_CACHE and keeps the pages of the cache.", ""},
    {PathMutant::kOpenResetsEmptyCache, "open_resets_empty_cache",
     "Opening resets the cache of an empty directory too.", ""},
    {PathMutant::kCacheTakesEmptyName, "cache_takes_empty_name",
     "The cache takes an empty name, which its reader takes for the end of a "
     "page.",
     ""},
    // Its write faults, so that no judge can go on after it: DirentCacheTest
    // has a death test.
    {PathMutant::kCacheCopiesOversized, "cache_copies_oversized",
     "The cache copies a record of more than a page.", "CVE-2026-31694", 0},
};

}  // namespace

std::span<const PathMutantFacts> AllPathMutants() { return kMutants; }

const PathMutantFacts& FactsOf(PathMutant mutant) {
  FUSE_DIRENTS_CHECK(mutant != PathMutant::kNone);
  return kMutants[static_cast<size_t>(mutant) - 1];
}

}  // namespace fuse_dirents
