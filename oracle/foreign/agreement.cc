// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Prints where the function of each client agrees with ours on random replies:
// see oracle/agreement.h.  With the same flags and trees it prints the same.
//
// Exits with 1 if anything differs, and with 2 if there is no tree. HAVE_<TREE>
// is defined as the version of a tree that is linked in.

#include "oracle/agreement.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "base/cli.h"
#include "base/fail.h"
#include "differential/parser_list.h"
#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"

#define FUSE_DIRENTS_CLIENT(name)                                        \
  extern "C" int name##_parse(const dirents_reply*, const dirents_sink*, \
                              uint64_t*);
FUSE_DIRENTS_CLIENT(edk2)
FUSE_DIRENTS_CLIENT(freebsd)
FUSE_DIRENTS_CLIENT(openbsd)
FUSE_DIRENTS_CLIENT(viofs)
#undef FUSE_DIRENTS_CLIENT

namespace fuse_dirents {
namespace {

struct LinkedClient {
  const char* name;  // Of its profile too.
  const char* version;
  ParseFunction parse;
  bool plus_only = false;
};

std::vector<LinkedClient> LinkedClients() {
  return {
#ifdef HAVE_EDK2
      {"edk2", HAVE_EDK2, &IgnoringProfile<edk2_parse>},
#endif
#ifdef HAVE_FREEBSD
      {"freebsd", HAVE_FREEBSD, &IgnoringProfile<freebsd_parse>},
#endif
#ifdef HAVE_OPENBSD
      {"openbsd", HAVE_OPENBSD, &IgnoringProfile<openbsd_parse>},
#endif
#ifdef HAVE_VIOFS
      {"viofs", HAVE_VIOFS, &IgnoringProfile<viofs_parse>, true},
#endif
  };
}

int Main(int argc, char** argv) {
  uint64_t cases = 20000, seed = 31694;
  CLI::App app{"Compares functions of other clients with ours."};
  app.add_option("--cases", cases, "Random replies");
  app.add_option("--seed", seed, "Of the replies");
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;
  const std::vector<LinkedClient> clients = LinkedClients();
  if (clients.empty()) {
    return Fail(
        "there is no tree of another client: set EDK2_TREE, "
        "FREEBSD_TREE, OPENBSD_TREE or VIOFS_TREE");
  }
  bool agree = true;
  for (const LinkedClient& client : clients) {
    const Profile& profile = *FindProfile(client.name);
    PrintFact(client.name, "functions version={} profile={}", client.version,
              profile.name);
    Agreement agreement(client.name, profile, {.plus_only = client.plus_only},
                        client.name, client.parse);
    agree &= agreement.CompareReplies(seed, cases);
  }
  return agree ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
