// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One line for each file of the corpus, sorted by path, so that no file comes,
// goes or changes unseen:
//
//     DIGEST SIZE TRACE PATH
//
// DIGEST is XXH3-128 of the file's SIZE bytes (`xxhsum -H2` prints it).  TRACE
// is that of its golden trace where the file is a reply without one beside it
// (a captured or found one), else "-".  PATH is relative to corpus/.

#ifndef FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_
#define FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"

namespace fuse_dirents {

// Relative to corpus/; not listed in itself.
inline constexpr std::string_view kManifest = "MANIFEST";

// The manifest of `files`.
std::string ManifestOf(const CorpusFiles& files);

// The manifest of `files` as it stands (empty where there is none) with a line
// for one more file, in its place.
std::string ManifestWith(const CorpusFiles& files, std::string_view path,
                         std::string_view contents);

// One line for each file that is not as files' own manifest says, that it does
// not list, or that it lists in vain; and for each line that is none.  Traces
// are not computed here.
std::vector<std::string> CheckManifest(const CorpusFiles& files);

// The TRACE that the manifest of `files` gives for `path`; empty where it has
// no such line.
std::string TraceDigestIn(const CorpusFiles& files, std::string_view path);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_MANIFEST_H_
