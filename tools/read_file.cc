// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/read_file.h"

#include <utility>

#include "base/files.h"
#include "differential/input.h"
#include "differential/input_file.h"
#include "differential/recipe.h"
#include "fmt/format.h"
#include "parser/profile/profile_rows.h"
#include "tools/capture/fuse_protocol.h"

namespace fuse_dirents {
namespace {

constexpr char kRecipeEnding[] = ".recipe";

// Reads a file of at most `max_bytes`; `what` it is expected to hold.
std::optional<std::string> ReadAtMost(const std::string& path, size_t max_bytes,
                                      const std::string& what,
                                      std::string* problem) {
  auto bytes = ReadFile(path, problem, max_bytes);
  if (!bytes) {
    *problem += "; expected a file that holds " + what + ", at most 16 MiB";
    if (max_bytes > kMaxReplyBytes) *problem += " and a trailer";
  }
  return bytes;
}

}  // namespace

std::optional<RecordFormat> FormatOfReply(const std::string& path,
                                          const std::string& flag,
                                          std::string* problem) {
  if (flag.empty()) {
    const auto format = FormatOf(path);
    if (!format) {
      *problem = path + ": ends neither in " + kDirentEnding + " nor in " +
                 kDirentplusEnding +
                 "; expected --format dirent or --format direntplus";
    }
    return format;
  }
  const auto format = ParseFormat(flag);
  if (!format) {
    *problem = "--format " + flag + ": unknown; expected dirent or direntplus";
  }
  return format;
}

std::optional<std::string> ReadReplyFile(const std::string& path,
                                         std::string* problem) {
  auto bytes = ReadAtMost(path, kMaxReplyBytes, "a reply", problem);
  if (bytes && bytes->empty()) {
    *problem = path +
               ": empty; expected at least one byte (a reply of length 0 is "
               "the end of the directory)";
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::string> ReadInputFile(const std::string& path,
                                         std::string* problem) {
  return ReadAtMost(path, kMaxReplyBytes + kTrailerBytes, "an input", problem);
}

std::string_view LoadedReply::seen() const {
  return std::string_view(reply).substr(
      0, choices.layout.cut.value_or(reply.size()));
}

std::optional<LoadedReply> LoadReply(const std::string& path,
                                     const std::string& format_flag,
                                     std::string* problem) {
  if (path.ends_with(kRecipeEnding)) {
    const auto text = ReadAtMost(path, kMaxReplyBytes, "a recipe", problem);
    if (!text) return std::nullopt;
    auto recipe = ParseRecipe(*text, problem);
    if (recipe && !recipe->is_bytes) {
      return LoadedReply{recipe->format, std::move(recipe->reply),
                         std::move(recipe->choices)};
    }
    *problem =
        path + ": " +
        (recipe ? "a recipe of bytes; expected one of a reply" : *problem);
    return std::nullopt;
  }
  const auto format = FormatOfReply(path, format_flag, problem);
  if (!format) return std::nullopt;
  auto bytes = ReadReplyFile(path, problem);
  if (!bytes) return std::nullopt;
  Input input = DecodeInput(*bytes);
  const size_t size = input.reply.size();
  const size_t trailer_bytes = bytes->size() - size;
  bytes->resize(size);
  return LoadedReply{*format, *std::move(bytes), std::move(input.choices),
                     trailer_bytes};
}

const Profile* ProfileFor(const std::string& flag, const LoadedReply& reply,
                          std::string* problem) {
  const Profile* profile =
      flag.empty() ? reply.choices.profile : FindProfile(flag);
  if (profile == nullptr) {
    *problem = fmt::format("--profile {}: unknown; expected one of {}", flag,
                           ProfileNames());
  } else if (!profile->Supports(reply.format)) {
    *problem = fmt::format(
        "--profile {}: this client never asks for {}; expected a profile that "
        "does",
        profile->name, OpcodeName(reply.format));
    return nullptr;
  }
  return profile;
}

std::optional<size_t> PageSizeOf(const std::string& flag,
                                 std::string* problem) {
  constexpr size_t kSmallest = 64, kLargest = size_t{1} << 20;
  for (size_t size = kSmallest; size <= kLargest; size *= 2) {
    if (flag == std::to_string(size)) return size;
  }
  *problem =
      fmt::format("--page-size {}: expected a power of two from {} to {} bytes",
                  flag, kSmallest, kLargest);
  return std::nullopt;
}

}  // namespace fuse_dirents
