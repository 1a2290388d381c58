// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mutant that the environment names: PLANTED=slash_taken and so on. Without
// the variable, the right parser.  With PRINTS=text it prints that line first.
// With SLOW=N it sleeps for N milliseconds over a reply that holds a '/'.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "differential/mutants/mutants.h"
#include "parser/parser_under_test.h"

namespace fuse_dirents {
namespace {

const Mutant& Planted() {
  const char* const name = std::getenv("PLANTED");
  const Mutant* const mutant = FindMutant(name == nullptr ? "none" : name);
  FUSE_DIRENTS_CHECK(mutant != nullptr);
  return *mutant;
}

bool HoldsSlash(const dirents_reply& reply) {
  return reply.num_segments > 0 && reply.segments[0].len >= reply.nbytes &&
         reply.nbytes > 0 &&
         std::memchr(reply.segments[0].base, '/', reply.nbytes) != nullptr;
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int planted_parse(const struct dirents_reply* reply,
                             const struct dirents_sink* sink, uint64_t* pos) {
  static const fuse_dirents::Mutant& mutant = fuse_dirents::Planted();
  if (const char* const text = std::getenv("PRINTS")) std::puts(text);
  if (const char* const ms = std::getenv("SLOW")) {
    if (fuse_dirents::HoldsSlash(*reply)) {
      usleep(static_cast<useconds_t>(std::atoi(ms)) * 1000);
    }
  }
  return ParseMutant(mutant, mutant.profile_of(), *reply, *sink, pos);
}
