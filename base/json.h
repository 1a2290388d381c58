// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_JSON_H_
#define FUSE_DIRENTS_BASE_JSON_H_

#include <string>

#include "nlohmann/json.hpp"

namespace fuse_dirents {

// A record of ours as a document that ends in a newline.  A text in it may
// quote bytes that are not UTF-8; each is replaced by U+FFFD.
inline std::string RecordJson(const nlohmann::ordered_json& record) {
  return record.dump(1, ' ', false,
                     nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_JSON_H_
