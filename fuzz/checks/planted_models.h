// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writers, readers, recipes and request sizes that are each wrong in one way,
// one for each thing that CheckWriter() and CheckRequest() can report.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_

#include <span>

#include "fuzz/checks/writer_check.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {

template <typename Model>
struct PlantedModel {
  const char* name;  // Lower case and '_': what is done wrong.
  const char* says;  // What the report contains.
  Model model;
};

std::span<const PlantedModel<WriterModel>> PlantedWriters();
std::span<const PlantedModel<SizingModel>> PlantedSizings();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_
