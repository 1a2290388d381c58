// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/write_captures.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "differential/input_file.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

std::string_view Text(const Packet& payload) {
  return {reinterpret_cast<const char*>(payload.data()), payload.size()};
}

// Whether `dir` holds only files that a capture writes.
bool HoldsOnlyACapture(const fs::path& dir, std::error_code& error) {
  bool provenance = false;
  for (fs::directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename();
    provenance |= name == kProvenanceFile;
    if (name != kProvenanceFile && !FormatOf(name)) return false;
    if (!it->is_regular_file(error) || it->is_symlink(error)) return false;
  }
  return provenance && !error;
}

// Puts `made` at `dir` in one step.
bool MoveInto(const fs::path& made, const fs::path& dir) {
  // rename() replaces an empty directory.
  if (rename(made.c_str(), dir.c_str()) == 0) return true;
  if (errno != ENOTEMPTY && errno != EEXIST) return false;
  if (renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, dir.c_str(),
                RENAME_EXCHANGE) != 0) {
    return false;
  }
  std::error_code ignored;
  fs::remove_all(made, ignored);
  return true;
}

}  // namespace

std::vector<CapturedReply> DropRepeats(std::vector<CapturedReply> replies) {
  std::set<std::pair<RecordFormat, Packet>> seen;
  std::vector<CapturedReply> distinct;
  for (CapturedReply& reply : replies) {
    if (seen.emplace(reply.format, reply.payload).second) {
      distinct.push_back(std::move(reply));
    }
  }
  return distinct;
}

std::string ProvenanceText(const Provenance& provenance,
                           const std::vector<CapturedReply>& replies) {
  std::string text =
      "# file\tserver\tversion\topcode\tsize\toffset\treplies\tprotocol\t"
      "xxh128\tcommand\n";
  for (const CapturedReply& reply : replies) {
    text += TsvLine(
        {reply.file, provenance.server, provenance.version,
         std::string(OpcodeName(reply.format)), std::to_string(reply.size),
         std::to_string(reply.offset), std::to_string(reply.replies),
         "7." + std::to_string(provenance.minor),
         DigestOf(Text(reply.payload)).ToText(), provenance.command});
  }
  return text;
}

bool MayWriteTo(const std::string& dir, bool force, std::string* problem) {
  std::error_code status_error;
  const fs::file_status status = fs::symlink_status(dir, status_error);
  if (status.type() == fs::file_type::not_found) return true;
  if (status.type() != fs::file_type::directory) {
    *problem = "--out " + dir + ": exists; expected a new directory";
    return false;
  }
  std::error_code list_error;
  if (fs::is_empty(dir, list_error) && !list_error) return true;
  if (!force) {
    *problem =
        "--out " + dir +
        ": holds files; expected a new or empty directory, or --force to "
        "replace an earlier capture";
    return false;
  }
  if (!HoldsOnlyACapture(dir, list_error)) {
    *problem = "--out " + dir +
               ": holds more than a capture; --force replaces only what " +
               "`dirents capture` wrote";
    return false;
  }
  return true;
}

bool WriteCaptures(const std::string& dir, bool force,
                   const Provenance& provenance,
                   const std::vector<CapturedReply>& replies,
                   std::string* problem) {
  if (!MayWriteTo(dir, force, problem)) return false;
  fs::path target = dir;
  if (!target.has_filename()) target = target.parent_path();
  std::string why;
  const auto made = MakeDirectory(target, &why);
  if (!made) {
    *problem = "--out " + dir + ": cannot make a directory beside it: " + why;
    return false;
  }
  bool written = chmod(made->c_str(), 0755) == 0 &&
                 WriteNewFile(fs::path(*made) / kProvenanceFile,
                              ProvenanceText(provenance, replies));
  for (const CapturedReply& reply : replies) {
    written = written &&
              WriteNewFile(fs::path(*made) / reply.file, Text(reply.payload));
  }
  if (written && MoveInto(*made, target)) return true;
  *problem = "--out " + dir + ": cannot write: " + std::strerror(errno);
  std::error_code ignored;
  fs::remove_all(*made, ignored);
  return false;
}

}  // namespace fuse_dirents
