// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_CORPUS_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_CORPUS_H_

#include <vector>

#include "differential/input_file.h"

namespace fuse_dirents {

// The files of //fuzz:layout_seeds, in the order of their paths.  They are part
// of the program.
const std::vector<InputFile>& EmbeddedCorpus();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_CORPUS_H_
