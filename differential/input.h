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

#include "pagemap/layout.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"

namespace fuse_dirents {

// What is chosen about a reply, beside its bytes.
struct Choices {
  Layout layout;
  const Profile* profile = &LinuxProfile();
  SinkPlan plan;
  uint64_t start_off = 0;  // The offset that the request asked for.
  // For targets that need one more number: faults, what is rewritten, how a
  // session goes on.  Each target says what it makes of it.
  uint32_t extra = 0;

  // One line of words: those of Layout::ToText(), then profile=, capacity=,
  // failing_links=, start_off= and extra=; what is the default is left out.
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
// lengths below 64 KiB, and seeds below kSeeds.
bool IsEncodable(const Choices& choices);

inline constexpr size_t kMaxDescLengths = 6;
// Few, so that pages lie in few orders and their views can be reused.
inline constexpr uint64_t kSeeds = 16;

// Bytes of an input file made from `reply` and `choices`: without a trailer
// where the choices are the default ones and the reply does not itself end like
// a trailer.
std::string EncodeInput(std::string_view reply, const Choices& choices);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_INPUT_H_
