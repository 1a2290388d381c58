// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/write_captures.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "tools/read_file.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

bool WriteFile(const fs::path& path, std::span<const std::byte> bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wbx");
  if (file == nullptr) return false;
  const bool written =
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return (std::fclose(file) == 0) && written;
}

// Whether `dir` holds only files that a capture writes.
bool HoldsOnlyACapture(const fs::path& dir, std::error_code& error) {
  bool provenance = false;
  for (fs::directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename();
    provenance |= name == kProvenanceFile;
    if (name != kProvenanceFile && !FormatFromFileName(name)) return false;
    if (!it->is_regular_file(error) || it->is_symlink(error)) return false;
  }
  return provenance && !error;
}

// Puts `made` at `dir`, in one step.
bool MoveInto(const fs::path& made, const fs::path& dir) {
  // rename() takes the place of an empty directory.
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

std::string DigestText(const Packet& payload) {
  return DigestOf(
             {reinterpret_cast<const char*>(payload.data()), payload.size()})
      .ToText();
}

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
    for (const std::string& field :
         {reply.file, provenance.server, provenance.version,
          std::string(OpcodeName(reply.format)), std::to_string(reply.size),
          std::to_string(reply.offset), std::to_string(reply.replies),
          "7." + std::to_string(provenance.minor), DigestText(reply.payload)}) {
      text += field + "\t";
    }
    text += provenance.command + "\n";
  }
  return text;
}

bool MayWriteTo(const std::string& dir, bool force, std::string* error) {
  std::error_code status_error;
  const fs::file_status status = fs::symlink_status(dir, status_error);
  if (status.type() == fs::file_type::not_found) return true;
  if (status.type() != fs::file_type::directory) {
    *error = "--out " + dir + ": exists; expected a new directory";
    return false;
  }
  std::error_code list_error;
  if (fs::is_empty(dir, list_error) && !list_error) return true;
  if (!force) {
    *error = "--out " + dir +
             ": holds files; expected a new or empty directory, or --force to "
             "replace an earlier capture";
    return false;
  }
  if (!HoldsOnlyACapture(dir, list_error)) {
    *error = "--out " + dir +
             ": holds more than a capture; --force replaces only what " +
             "`dirents capture` wrote";
    return false;
  }
  return true;
}

bool WriteCaptures(const std::string& dir, bool force,
                   const Provenance& provenance,
                   const std::vector<CapturedReply>& replies,
                   std::string* error) {
  if (!MayWriteTo(dir, force, error)) return false;
  fs::path target = dir;
  if (!target.has_filename()) target = target.parent_path();
  std::string made = target.string() + ".XXXXXX";
  if (mkdtemp(made.data()) == nullptr) {
    *error = "--out " + dir +
             ": cannot make a directory beside it: " + std::strerror(errno);
    return false;
  }
  const std::string text = ProvenanceText(provenance, replies);
  bool written = chmod(made.c_str(), 0755) == 0 &&
                 WriteFile(fs::path(made) / kProvenanceFile,
                           std::as_bytes(std::span(text)));
  for (const CapturedReply& reply : replies) {
    written = written && WriteFile(fs::path(made) / reply.file, reply.payload);
  }
  if (written && MoveInto(made, target)) return true;
  *error = "--out " + dir + ": cannot write: " + std::strerror(errno);
  std::error_code ignored;
  fs::remove_all(made, ignored);
  return false;
}

}  // namespace fuse_dirents
