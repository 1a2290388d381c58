// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of mutants.  A row with rules is a whole mutant.  Any other row
// needs one condition in parse_mutant.cc or mutant_bytes.cc: Is("its_name").

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_TABLE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_TABLE_H_

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "differential/mutants/mutants.h"

namespace fuse_dirents {

// Rows for the table below.
constexpr Mutant Plus(std::string_view name, std::string_view what,
                      std::string_view kin = {},
                      void (*rules)(Profile&) = nullptr) {
  return {name, what, kin, Needs::kPlus, rules};
}
constexpr Mutant Seam(std::string_view name, std::string_view what,
                      std::string_view kin = {}) {
  return {name, what, kin, Needs::kSeams};
}
constexpr Mutant Call(std::string_view name, std::string_view what,
                      std::string_view kin = {}) {
  return {name, what, kin, Needs::kCalls};
}
constexpr Mutant Rules(std::string_view name, std::string_view what,
                       std::string_view kin, void (*rules)(Profile&)) {
  return {name, what, kin, Needs::kNothing, rules};
}
constexpr Mutant Of(std::string_view profile, std::string_view name,
                    std::string_view what, void (*rules)(Profile&) = nullptr,
                    std::string_view equivalent = {}) {
  return {name, what, {}, Needs::kNothing, rules, profile, equivalent};
}
constexpr Mutant PlusOf(std::string_view profile, std::string_view name,
                        std::string_view what,
                        void (*rules)(Profile&) = nullptr) {
  return {name, what, {}, Needs::kPlus, rules, profile};
}
constexpr Mutant Twice(std::string_view name, std::string_view field,
                       Again again) {
  const std::string_view what =
      again == Again::kAfterEmit
          ? "Fetches the field again after the emit, and uses the new value."
          : "Compares what it fetched with the reply once more after the link.";
  return {name, what, {}, Needs::kRewrites, nullptr, "linux", {}, again, field};
}
constexpr Mutant Equal(std::string_view name, std::string_view what,
                       std::string_view why) {
  return {name, what, {}, Needs::kNothing, nullptr, "linux", why};
}

inline constexpr Mutant kMutants[] = {
    {"none", "Nothing: the right parser."},

    // --- The frame of a record. ---
    Rules("name_max_4096", "Takes a name of 4096 bytes.", "",
          [](Profile& p) { p.name_max = 4096; }),
    Rules("name_max_4094", "Refuses a name of 4095 bytes.", "",
          [](Profile& p) { p.name_max = 4094; }),
    Rules("name_max_1024", "Refuses names above 1024 bytes.",
          "Linux before 6.15 (27992ef80770)",
          [](Profile& p) { p.name_max = 1024; }),
    Rules("name_max_255",
          "Refuses names above 255 bytes, as most file systems would.",
          "profiles freebsd and openbsd", [](Profile& p) { p.name_max = 255; }),
    Rules("empty_name_taken", "Emits a record without a name.",
          "gVisor before July 2026 (#13721); profile starnix",
          [](Profile& p) { p.empty_name = kAccept; }),
    Rules("empty_name_hidden", "Hides a record without a name.",
          "profile viofs", [](Profile& p) { p.empty_name = kHide; }),
    Rules("empty_name_ends", "Takes namelen 0 for the end of the reply.",
          "Linux's readdir cache, where it ends a page",
          [](Profile& p) { p.empty_name = kStopQuietly; }),
    Rules("long_name_ends",
          "Takes a namelen that is too large for the end of the reply.",
          "profile gvisor", [](Profile& p) { p.long_name = kStopQuietly; }),
    {"long_name_emptied",
     "Emits a record of too long a name without its name, and goes on after "
     "its header.",
     "gVisor before July 2026"},
    {"namelen_signed", "Compares namelen as an int."},
    {"namelen_of_16_bits", "Keeps namelen in 16 bits."},
    {"namelen_of_8_bits",
     "Keeps namelen in a byte, as d_namlen of old BSD dirents is."},
    Rules("frame_first",
          "Checks that the record fits before it checks namelen.",
          "profiles freebsd, openbsd and dragonos",
          [](Profile& p) { p.order = CheckOrder::kRecordFirst; }),
    {"reclen_wraps",
     "Judges the record's length, added up in 32 bits, in place of namelen.",
     "virtio-win viofs before ca62735c is of this class"},
    {"no_record_bound", "Does not check that the record ends in the reply.",
     "virtio-win viofs before ca62735c"},
    Rules("short_record_is_error", "Takes a cut record for an error.",
          "profiles edk2, viofs and starnix; fails with libfuse 2, which "
          "sends byte slices",
          [](Profile& p) { p.short_record = Error(EIO); }),
    Rules("trailing_is_error", "Takes a cut header for an error.",
          "profiles edk2 and starnix",
          [](Profile& p) { p.trailing = Error(EIO); }),
    {"no_whole_record_is_error",
     "Takes a reply without one whole record for an error."},
    {"empty_reply_is_error", "Takes an empty reply for an error."},
    Rules("unpadded_last_taken",
          "Takes a last record whose padding is cut off.",
          "DragonOS's old parser; gVisor before July 2026",
          [](Profile& p) { p.last_padding_required = false; }),
    {"cut_record_filled", "Fills up a cut record with zeros, and takes it."},
    {"padded_to_4", "Pads records to 4 bytes."},
    {"not_padded", "Does not pad records.",
     "go-fuse before 1989e683, when writing"},
    {"always_padded", "Pads a record by 8 where it needs no padding."},
    Plus("plus_padded_twice", "Adds the padding of a READDIRPLUS record twice.",
         "libfuse before c1d63bf4, when writing"),
    Plus("entry_out_of_120_bytes",
         "Takes READDIRPLUS's entry_out for the 120 bytes of "
         "FUSE_COMPAT_ENTRY_OUT_SIZE.",
         "a codec that does so for minor versions below 9"),
    Seam("partial_header_taken",
         "Reads a header whose last 8 bytes are not in the reply."),
    {"header_at_end_unjudged",
     "Does not look at a header after which nothing is left."},
    {"one_page_record", "Copies a record to one page, which cuts its name.",
     "Linux's readdir cache, CVE-2026-31694"},
    {"record_above_page_skipped", "Drops a record above 4096 bytes."},
    {"error_after_entries_lost",
     "Returns 0 in place of an error once something was emitted."},
    {"error_drops_all", "Drops every entry of a reply that has an error."},
    Rules("error_is_einval", "Returns -EINVAL.", "profile freebsd",
          [](Profile& p) {
            p.empty_name = p.long_name = p.slash = Error(EINVAL);
          }),
    {"error_is_positive", "Returns errno without its sign."},
    {"reads_header_first", "Reads a header before it knows that it is there."},

    // --- The name. ---
    {"padding_in_name", "Takes the name to go on up to a NUL.",
     "illumos, whose copy ran on into the next page"},
    {"name_cut_at_nul", "Takes the name to end at a NUL in it."},
    Rules("nul_refused", "Refuses a NUL in a name.", "",
          [](Profile& p) { p.nul = Error(EIO); }),
    {"first_byte_cleared", "Writes to the first byte of the reply."},
    {"nul_written_after_name", "Writes a NUL after the name, into the reply."},
    Rules("slash_taken", "Takes a '/' in a name.",
          "Linux before efeb9e60d48f (2013); profiles freebsd and gvisor",
          [](Profile& p) { p.slash = kAccept; }),
    Rules("slash_hidden", "Hides a record with a '/'.", "profile edk2",
          [](Profile& p) { p.slash = kHide; }),
    {"slash_first_unseen",
     "Does not look at the first byte of a name for a '/'."},
    {"slash_last_unseen",
     "Does not look at the last byte of a name for a '/'."},
    {"slash_after_nul_unseen",
     "Looks for a '/' up to a NUL only, as strchr() does."},
    {"slash_in_padding", "Looks for a '/' in the padding as well."},
    {"slash_before_frame",
     "Looks for a '/' before it knows that the record is whole."},
    {"slash_emitted", "Emits an entry before it looks for a '/'."},
    {"backslash_refused", "Refuses a backslash.",
     "profile edk2, which hides it"},
    Rules("not_utf8_refused", "Refuses a name that is not UTF-8.",
          "profile dragonos", [](Profile& p) { p.not_utf8 = Error(EIO); }),
    Rules("not_utf8_hidden", "Hides a name that is not UTF-8.",
          "DragonOS before PR 2125 dropped it",
          [](Profile& p) { p.not_utf8 = kHide; }),
    {"names_deduplicated", "Drops a name that equals the one before it."},

    // --- The numbers. ---
    {"ino_of_32_bits", "Keeps ino in 32 bits."},
    {"ino_zero_dropped",
     "Takes ino 0 for a removed entry, as readdir() of some C libraries does.",
     "what libfuse 7bf09951 had to avoid"},
    {"off_of_32_bits", "Keeps off in 32 bits."},
    Rules("off_negative_refused", "Refuses an off above INT64_MAX.",
          "profiles starnix and dragonos",
          [](Profile& p) { p.off_negative = Error(EINVAL); }),
    {"off_zero_ends", "Takes off 0 for the end."},
    {"off_must_rise", "Refuses an off that is not above the one before it."},
    {"off_one_later", "Adds 1 to off.", "gVisor's first version"},
    {"off_is_byte_position", "Resumes at the number of bytes read.",
     "macos-fuse-t/fuse-t#63"},
    {"type_of_16_bits", "Keeps type in 16 bits."},
    {"type_of_8_bits", "Keeps type in a byte."},
    {"type_masked", "Keeps the low four bits of type.",
     "what Linux's dir_emit() does, one layer above"},
    {"type_has_flag", "Lets a flag of its own show in type.",
     "Linux c31f91c6af96, until c644bce62b9c"},
    {"type_unknown_refused", "Refuses types other than file and directory."},

    // --- The caller's buffer, and where to resume. ---
    {"pos_one_later", "Resumes 1 after the right position."},
    {"pos_past_full", "Resumes after the entry that was not taken.",
     "Linux before c6cdd51404b7 (2017)"},
    {"pos_before_last", "Resumes at the last entry taken, not after it."},
    {"pos_stays", "Does not move pos.",
     "plan9port#792, where cookies are ignored"},
    {"pos_from_zero", "Resumes at 0 where nothing was taken."},
    {"pos_before_judging",
     "Moves pos before it knows that the record is good."},
    {"pos_back_on_error",
     "Moves pos back to the start on an error, though entries were taken."},
    Plus("emits_when_full", "Emits again after the caller's buffer was full."),
    Plus("full_stops_plus",
         "Stops READDIRPLUS when full, and leaks the lookups of the rest.", "",
         [](Profile& p) { p.when_full = WhenFull::kStop; }),
    Plus("full_loses_error", "Returns 0 in place of an error when full."),
    {"readdir_reads_on_when_full",
     "Goes on through a READDIR reply when full, and returns a later error."},
    {"first_must_fit", "Returns -EINVAL where the first entry does not fit.",
     "what getdents64(2) does, one layer above"},
    {"dots_not_emitted", "Does not emit \".\" and \"..\"."},
    {"second_entry_lost", "Does not emit the second entry of a reply."},

    // --- Lookups. ---
    Plus("nodeid0_linked", "Links nodeid 0."),
    Plus("nodeid0_forgotten", "Forgets nodeid 0."),
    Plus("root_linked", "Links an entry that says it is the root."),
    Plus("mode_unchecked", "Links an inode of no file type.",
         "Linux before 5.5"),
    Plus("no_type_is_regular",
         "Takes a mode without a type for a regular file."),
    Plus("only_files_and_directories",
         "Takes every other file type for a bad one."),
    Plus("size_unchecked", "Links a file whose size is no loff_t.",
         "Linux before 5.5"),
    Plus("size_int64_max_refused",
         "Takes a size of just INT64_MAX for a bad one."),
    Plus("bad_entry_linked", "Links a bad entry_out.",
         "profiles viofs and starnix",
         [](Profile& p) { p.bad_entry_forgotten = false; }),
    Plus("bad_entry_kept", "Does not forget a bad entry_out."),
    Plus("bad_entry_ends", "Ends the listing at a bad entry_out, with -EIO."),
    Plus("bad_entry_not_emitted", "Does not emit an entry of a bad entry_out."),
    Plus("failed_link_kept", "Does not forget a lookup whose link failed.",
         "of the class of Linux b8bd342d50cb",
         [](Profile& p) { p.failed_link_forgotten = false; }),
    Plus("failed_link_kept_when_full",
         "Does not forget it once the caller's buffer is full."),
    Plus("failed_link_ends", "Ends the listing where a link failed."),
    Plus("link_forgotten", "Forgets a lookup that it has linked."),
    Plus("third_lookup_lost", "Neither links nor forgets the third lookup."),
    Plus("second_forget_lost", "Forgets one lookup of a reply at most."),
    Plus("forgets_ino", "Forgets the ino in place of the nodeid."),
    Plus("forgets_after_error",
         "Forgets the lookup of a record that it refuses, and of the rest.",
         "profile dragonos", [](Profile& p) { p.forgets_after_error = true; }),
    Plus("dots_linked", "Links \".\" and \"..\".", "profile starnix",
         [](Profile& p) { p.dot_lookups = LookupUse::kLink; }),
    Plus("dot_dot_linked", "Links \"..\"."),
    Plus("dots_forgotten",
         "Forgets \".\" and \"..\", whose lookups were never counted.",
         "profile edk2",
         [](Profile& p) { p.dot_lookups = LookupUse::kForget; }),
    Plus("dot_prefix_skipped",
         "Takes each name that begins with \"..\" for \"..\"."),
    Plus("dots_by_strcmp",
         "Compares a name with \".\" and \"..\" up to its first NUL."),
    Plus("link_before_emit", "Links before it emits."),
    Plus("full_forgets",
         "Forgets in place of linking once the caller's buffer is full."),
    Plus("entry_out_of_last", "Links the entry_out of the record before.",
         "go-fuse before 2f50caab, when writing"),

    // --- Seams. ---
    Seam("one_segment", "Reads the first segment only.",
         "google/alioth#491, when writing"),
    Seam("page_at_a_time", "Takes each segment for a reply of its own.",
         "Linux's readdir cache, whose pages are so"),
    Seam("stops_at_seam",
         "Takes a record that straddles a seam for a cut one."),
    Seam("record_at_seam_lost", "Drops a record whose header straddles a seam.",
         "gVisor before July 2026 (#13721) is of this class"),
    Seam("header_in_place",
         "Reads a header where it begins, across the end of its segment."),
    {"entry_out_in_place",
     "Reads an entry_out where it begins, across the end of its segment.", "",
     Needs::kPlusAndSeams},
    Seam("name_in_place",
         "Lends a name where it begins, across the end of its segment."),
    Seam("namelen_cut_at_seam",
         "Reads of namelen only what lies before a seam in it."),
    Seam("off_cut_at_seam", "Reads of off only what lies before a seam in it."),
    {"nodeid_cut_at_seam",
     "Reads of nodeid only what lies before a seam in it.", "",
     Needs::kPlusAndSeams},
    Seam("two_pieces_of_header", "Gathers a header from two segments at most."),
    Seam("two_pieces_of_name", "Gathers a name from two segments at most."),
    Seam("stale_bounce",
         "Gathers of a name only what lies before the seam; the rest of the "
         "bounce buffer keeps what it held."),
    Seam("bounce_filled_once",
         "Gathers the first name that straddles, and lends it for the others "
         "too."),
    Seam("bounce_of_256", "Gathers a name in 256 bytes."),
    Seam("bounce_of_4094",
         "Gathers a name in 4094 bytes, and writes past them."),
    Seam("seam_at_name_ends",
         "Stops where a seam lies between header and name."),
    Seam("full_segment_ends", "Stops where a record ends with its segment."),
    Seam("empty_segment_ends", "Takes an empty segment for the end."),
    Seam("empty_segment_at_start",
         "Takes an empty first segment for an empty reply."),
    Seam("last_byte_of_segment_lost",
         "Writes over the byte before a seam with the one after it."),
    Seam("lonely_byte_lost",
         "Misreads a segment of one byte between two, past 3000 bytes."),
    Seam("padding_ends_at_seam", "Takes padding to end at a seam."),
    Seam("padded_by_address",
         "Pads to 8 by where the name ends in memory, not in the reply."),
    Seam("sixteen_segments", "Reads sixteen segments at most."),
    Seam("page_of_segment",
         "Reads 4096 bytes of a segment at most, as if each were one page."),
    Seam("slash_after_seam_unseen", "Looks for a '/' up to a seam only."),
    {"dot_dot_at_seam_linked",
     "Links \"..\" where a seam lies between the dots.", "",
     Needs::kPlusAndSeams},
    Seam("late_first_page_refused",
         "Refuses a reply that starts in the last 65 bytes of a page."),
    Seam("stale_tail_read", "Reads all that the segments hold."),
    {"first_mib_only", "Reads the first MiB of a reply only.", "",
     Needs::kLength},
    Seam("length_rounded_up",
         "Rounds the length of the reply up to whole words."),
    Seam("short_record_filled_up",
         "Takes a cut record whose rest lies after the end of the reply."),

    // --- State, and what a process shows. ---
    Call("tail_kept", "Puts what it left of a reply before the next one.",
         "daos PR 627 discusses doing so"),
    Call("full_kept",
         "Once a caller's buffer was full, takes every other one for full."),
    Call("bounce_kept",
         "Lends the name that it gathered last for each of the same length."),
    Call("fails_now_and_then", "Returns -EINTR each 97th time."),
    Call("dots_remembered", "Refuses \"...\" once it has seen \"..\"."),
    Call("crashes_at_255", "Dies of a name of 255 bytes."),
    Call("exits_at_255", "Ends the process at a name of 255 bytes."),
    Call("hangs_at_255", "Does not return from a name of 255 bytes."),
    Call("blocks_at_255", "Waits for a signal at a name of 255 bytes."),
    Call("segments_consumed", "Moves the base of a segment past what it read."),
    Call("leaks_on_error", "Takes memory for an error, and keeps it."),

    // --- Every field fetched twice. ---
    Twice("namelen_fetched_twice", "namelen", Again::kAfterEmit),
    Twice("off_fetched_twice", "off", Again::kAfterEmit),
    Twice("ino_fetched_twice", "ino", Again::kAfterEmit),
    Twice("type_fetched_twice", "type", Again::kAfterEmit),
    Twice("name_fetched_twice", "name", Again::kComparedAfterLink),
#define FUSE_DIRENTS_TWICE(field)                                  \
  Twice("entry_out." #field "_fetched_twice", "entry_out." #field, \
        Again::kComparedAfterLink)
    FUSE_DIRENTS_TWICE(nodeid),
    FUSE_DIRENTS_TWICE(generation),
    FUSE_DIRENTS_TWICE(entry_valid),
    FUSE_DIRENTS_TWICE(attr_valid),
    FUSE_DIRENTS_TWICE(entry_valid_nsec),
    FUSE_DIRENTS_TWICE(attr_valid_nsec),
    FUSE_DIRENTS_TWICE(attr.ino),
    FUSE_DIRENTS_TWICE(attr.size),
    FUSE_DIRENTS_TWICE(attr.blocks),
    FUSE_DIRENTS_TWICE(attr.atime),
    FUSE_DIRENTS_TWICE(attr.mtime),
    FUSE_DIRENTS_TWICE(attr.ctime),
    FUSE_DIRENTS_TWICE(attr.atimensec),
    FUSE_DIRENTS_TWICE(attr.mtimensec),
    FUSE_DIRENTS_TWICE(attr.ctimensec),
    FUSE_DIRENTS_TWICE(attr.mode),
    FUSE_DIRENTS_TWICE(attr.nlink),
    FUSE_DIRENTS_TWICE(attr.uid),
    FUSE_DIRENTS_TWICE(attr.gid),
    FUSE_DIRENTS_TWICE(attr.rdev),
    FUSE_DIRENTS_TWICE(attr.blksize),
    FUSE_DIRENTS_TWICE(attr.flags),
#undef FUSE_DIRENTS_TWICE
    {"entry_out_lent",
     "Judges a copy of entry_out and links the one in the reply.", "",
     Needs::kRewrites},
    {"frames_fetched_twice",
     "Frames all records first, and refuses a namelen that has changed since.",
     "", Needs::kRewrites, nullptr, "starnix"},

    // --- Other profiles: a rule that hides. ---
    Of("edk2", "edk2_slash_shown", "Shows a name with a '/'.",
       [](Profile& p) { p.slash = kAccept; }),
    Of("edk2", "edk2_slash_ends", "Stops where it should hide.",
       [](Profile& p) { p.slash = kStopQuietly; }),
    Of("edk2", "edk2_unprintable_shown", "Shows a name that is not printable.",
       [](Profile& p) { p.unprintable = kAccept; }),
    Of("edk2", "high_bytes_shown", "Compares the bytes of a name as signed."),
    Of("edk2", "hidden_lookup_kept",
       "Does not deal with the lookup of a hidden entry."),
    Of("edk2", "hidden_pos_stays", "Does not move pos past a hidden entry."),
    Of("edk2", "edk2_lookups_kept", "Does not forget lookups.",
       [](Profile& p) { p.lookups = LookupUse::kNone; }),
    Of("edk2", "edk2_lookups_linked", "Links lookups.",
       [](Profile& p) { p.lookups = LookupUse::kLink; }),
    Of("edk2", "edk2_dots_kept", "Does not forget \".\" and \"..\".",
       [](Profile& p) { p.dot_lookups = LookupUse::kNone; }),
    Of("edk2", "edk2_trailing_ends", "Takes a cut header for the end.",
       [](Profile& p) { p.trailing = kStopQuietly; }),
    Of("viofs", "viofs_empty_name_shown", "Emits a record without a name.",
       [](Profile& p) { p.empty_name = kAccept; }),
    Of("viofs", "viofs_long_name_refused", "Refuses a name above 260 bytes.",
       [](Profile& p) { p.long_name = Error(EIO); }),
    Of("viofs", "hidden_name_cut",
       "Moves past 260 bytes of a hidden long name only."),
    PlusOf("viofs", "viofs_bad_entry_forgotten", "Forgets a bad entry_out.",
           [](Profile& p) { p.bad_entry_forgotten = true; }),

    // --- Other profiles: which check is first. ---
    Of("freebsd", "freebsd_namelen_first",
       "Checks namelen before it checks that the record fits.",
       [](Profile& p) { p.order = CheckOrder::kNamelenFirst; }),
    Of("freebsd", "freebsd_slash_refused", "Refuses a '/'.",
       [](Profile& p) { p.slash = Error(EINVAL); }),
    Of("openbsd", "openbsd_name_max_256", "Takes a name of 256 bytes.",
       [](Profile& p) { p.name_max = 256; }),
    Of("starnix", "frames_last", "Does not frame all records first.",
       [](Profile& p) { p.frames_first = false; }),
    Of("starnix", "frames_first_trailing_unseen",
       "Does not look for a cut header when it frames all records."),
    Of("starnix", "frames_first_short_unseen",
       "Does not look for a cut record when it frames all records."),
    Of("starnix", "starnix_off_negative_taken", "Takes an off above INT64_MAX.",
       [](Profile& p) { p.off_negative = kAccept; }),
    Of("starnix", "type_of_7_bits", "Refuses a type above 127."),
    PlusOf("starnix", "starnix_dots_kept", "Does not link \".\" and \"..\".",
           [](Profile& p) { p.dot_lookups = LookupUse::kNone; }),
    PlusOf("starnix", "starnix_failed_link_forgotten",
           "Forgets a lookup whose link failed.",
           [](Profile& p) { p.failed_link_forgotten = true; }),

    // --- Other profiles: after an error. ---
    PlusOf("dragonos", "rest_kept", "Forgets nothing after an error.",
           [](Profile& p) { p.forgets_after_error = false; }),
    PlusOf("dragonos", "bad_record_kept",
           "Forgets the rest after an error, but not the bad record."),
    PlusOf("dragonos", "rest_judged",
           "Forgets the rest after an error only up to the next bad record."),
    PlusOf("dragonos", "rest_forgets_dots",
           "Forgets \".\" and \"..\" too after an error."),
    Of("dragonos", "off_judged_first",
       "Checks off before it checks for UTF-8."),
    Of("dragonos", "surrogates_taken", "Takes UTF-8 of a surrogate."),
    Of("dragonos", "dragonos_off_negative_is_eio",
       "Returns -EIO for an off above INT64_MAX.",
       [](Profile& p) { p.off_negative = Error(EIO); }),

    // --- Other profiles: the rest. ---
    Of("linux_before_6_15", "before_6_15_name_max_1023",
       "Refuses a name of 1024 bytes.", [](Profile& p) { p.name_max = 1023; }),
    Of("linux_before_6_15", "before_6_15_name_max_4095",
       "Takes names of up to 4095 bytes.",
       [](Profile& p) { p.name_max = 4095; }),
    Of("linux_cache", "cache_empty_name_refused", "Refuses namelen 0.",
       [](Profile& p) { p.empty_name = Error(EIO); }),
    Of("linux_cache", "cache_short_record_ends",
       "Takes a cut record for the end.",
       [](Profile& p) { p.short_record = kStopQuietly; }),
    Of("gvisor", "gvisor_long_name_refused", "Refuses a name above 1024 bytes.",
       [](Profile& p) { p.long_name = Error(EIO); }),

    // --- Equivalent: no reply tells them from the right parser. ---
    Equal("reclen_of_32_bits", "Adds a record's length up in 32 bits.",
          "The length counts only after the check of namelen, so it is at most "
          "4248."),
    Equal("reclen_of_16_bits", "Keeps a record's length in 16 bits.",
          "The length counts only after the check of namelen, so it is at most "
          "4248."),
    Equal("reclen_by_sum",
          "Pads the fuse_dirent of a READDIRPLUS record alone.",
          "entry_out has 128 bytes, a multiple of 8: 128 + align8(24 + n) is "
          "align8(152 + n)."),
    Equal("nodeid_judged_last",
          "Judges size and mode of an entry_out before its nodeid.",
          "All three are judged before anything is done, and have one outcome: "
          "it is forgotten."),
    Equal("dots_before_nodeid",
          "Looks for \".\" and \"..\" before it looks for nodeid 0.",
          "Both rules do nothing, so their order does not show."),
    Equal("bounce_of_4095",
          "Gathers a name in 4095 bytes, with an unreadable page after them.",
          "No longer name is gathered: namelen is checked first."),
    Of(
        "edk2", "edk2_nul_shown", "Has no rule for a NUL in a name.",
        [](Profile& p) { p.nul = kAccept; },
        "A NUL is outside 20..7e, so the rule for those bytes hides it."),
    Of(
        "gvisor", "gvisor_record_first",
        "Checks that the record fits before it checks namelen.",
        [](Profile& p) { p.order = CheckOrder::kRecordFirst; },
        "Both checks end the parse with 0."),
};

inline constexpr int kMutantCount = static_cast<int>(std::size(kMutants));

// A row of the table by its name; any other name does not compile.
struct MutantRow {
  // Implicit, so that Is("name") reads as it does.
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval MutantRow(const char* name) : index(0) {
    while (kMutants[index].name != name) ++index;
  }
  int index;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_TABLE_H_
