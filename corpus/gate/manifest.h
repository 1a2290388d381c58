// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One line for each file of the corpus, sorted by path, so that no file comes,
// goes or changes unnoticed:
//
//     DIGEST SIZE TRACE PATH
//
// DIGEST is XXH3-128 of the file's SIZE bytes (`xxhsum -H2` prints it).  TRACE
// is the digest of the golden trace if the file is a reply without a trace file
// (a captured or found one), else "-".  PATH is relative to corpus/.

#ifndef FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_
#define FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"

namespace fuse_dirents {

// Relative to corpus/.  The manifest does not list itself.
inline constexpr std::string_view kManifest = "MANIFEST";

// The manifest of `files`.
std::string ManifestOf(const CorpusFiles& files);

// The manifest in `files` (empty if there is none) with a line for each file of
// `added`.
std::string ManifestWith(const CorpusFiles& files, const CorpusFiles& added);

// A problem for each file that differs from the manifest in `files`, that the
// manifest does not list, or that is listed but missing; and for each malformed
// line.  Does not compute traces.
std::vector<std::string> CheckManifest(const CorpusFiles& files);

// The TRACE of `path` in the manifest of `files`; empty if it has no such line.
std::string TraceDigestIn(const CorpusFiles& files, std::string_view path);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_
