// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_TEST_TARGET_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_TEST_TARGET_H_

#include <cstdlib>
#include <string>

namespace fuse_dirents {

// The label of this test, as `bazel run` takes it to run the test again.  Bazel
// sets it; "TEST" where the program was started without Bazel.
inline std::string TestTarget() {
  const char* const target = std::getenv("TEST_TARGET");
  return target != nullptr ? target : "TEST";
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_TEST_TARGET_H_
