// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_DUMP_REPLY_H_
#define FUSE_DIRENTS_TOOLS_DUMP_REPLY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The reply record by record, as a client with these rules reads it: fields,
// name, padding (marked if not zero), the cuts by pages of `page_size` bytes
// and the fields that they cut, why reading stops, and every byte after that.
// The last line accounts for all bytes, which is CHECKed.  Ends in a newline.
// REQUIRES: profile.Supports(format), page_size > 0.
std::string DumpReply(RecordFormat format, std::string_view reply,
                      const Profile& profile, size_t page_size);

// A dump with a colour for each kind of line, as ANSI escape sequences. Without
// them it is the same text.
std::string ColouredDump(std::string_view dump);

// The same as data; see README.md.  REQUIRES: as above.
nlohmann::ordered_json DumpJson(RecordFormat format, std::string_view reply,
                                const Profile& profile, size_t page_size);

// The type of a directory entry in words, such as "DT_REG"; "DT_?" if it has no
// name.
std::string_view TypeName(uint32_t type);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DUMP_REPLY_H_
