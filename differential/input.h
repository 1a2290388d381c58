// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The input of a fuzz target, and of everything that replays one: a reply, then
// optionally a trailer of 64 bytes that holds the choices made about it.
//
//     [ reply ............................ ][ choices ........... | "DRNT" ]
//                                            60 bytes               magic
//
// Without a trailer the choices are the default ones, so a captured reply is an
// input as it is.  No choice is drawn from a hash of the input: one changed
// byte changes one thing.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_INPUT_H_
#define FUSE_DIRENTS_DIFFERENTIAL_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "differential/profile_changes.h"
#include "pagemap/layout.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"
#include "parser/wire.h"

namespace fuse_dirents {

// What is chosen about a reply, beside its bytes.
struct Choices {
  Layout layout;
  const Profile* profile = &LinuxProfile();
  SinkPlan plan;
  uint64_t start_off = 0;  // The offset that the request asked for.

  // Each of these is looked at by the targets that it names alone.
  // The format of the reply, for targets that take either.
  RecordFormat format = RecordFormat::kDirent;
  // profile_fuzzer: what is changed in *profile.
  ProfileChanges changes;
  // hostile_pages_fuzzer: how records are rewritten as they are parsed, and
  // whether those after the one in hand are too, as this callback returns; see
  // Spoiling (readdir/hostile/spoiled_records.h).  At most kMaxSpoilHow and
  // kMaxRenewsAt.
  uint32_t spoil_how = 0;
  std::optional<uint32_t> renews_at = std::nullopt;
  // hostile_pages_fuzzer: the reference parses, not the reader.
  bool by_reference = false;
  // writer_fuzzer: checks the recipe of a long reply too, which takes many
  // times as long as the rest.
  bool checks_recipe = false;

  // One line of words: those of Layout::ToText(), then profile=, capacity=,
  // failing_links=, start_off=, format=, changes=, spoil_how=, renews_at=,
  // by_reference=1 and checks_recipe=1.  Omits fields with default values.
  std::string ToText() const;
  // On failure returns nothing, and says in *problem which word is wrong.
  static std::optional<Choices> FromText(std::string_view text,
                                         std::string* problem);

  friend bool operator==(const Choices&, const Choices&) = default;
};

struct Input {
  std::string_view reply;  // Borrowed.
  Choices choices;
};

inline constexpr size_t kTrailerBytes = 64;
inline constexpr std::string_view kTrailerMagic = "DRNT";

// Takes any bytes.  Fields of the trailer outside their range count modulo it
// (an unknown profile: `linux`), so that every trailer means something.
Input DecodeInput(std::string_view bytes);

// The same into *input, which keeps its memory.
void DecodeInput(std::string_view bytes, Input* input);

// The 64 bytes that DecodeInput() reads as `choices`.
// REQUIRES: IsEncodable(choices).
std::string EncodeTrailer(const Choices& choices);

// Whether a trailer can hold `choices`: at most kMaxDescLengths explicit desc
// lengths below 64 KiB, seeds below kSeeds, and no number above its maximum.
bool IsEncodable(const Choices& choices);

inline constexpr uint32_t kMaxSpoilHow = 7;
inline constexpr uint32_t kMaxRenewsAt = 30;
inline constexpr size_t kMaxDescLengths = 6;
// Few, so that pages lie in few orders and their views can be reused.
inline constexpr uint64_t kSeeds = 16;

// Bytes of an input file made from `reply` and `choices`: without a trailer
// where the choices are the default ones and the reply does not itself end like
// a trailer.
std::string EncodeInput(std::string_view reply, const Choices& choices);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_INPUT_H_
