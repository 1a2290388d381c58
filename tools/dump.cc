// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents dump: one reply, record by record.

#include <bit>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fail.h"
#include "differential/input.h"
#include "fmt/format.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"
#include "tools/capture/fuse_protocol.h"
#include "tools/dump_reply.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

constexpr size_t kSmallestPage = 64, kLargestPage = size_t{1} << 20;

struct Options {
  std::string file;
  std::string format;
  std::string profile;
  std::string page_size = "4096";
};

// Nothing if `text` is not a power of two within the bounds.
std::optional<size_t> PageSize(const std::string& text) {
  for (size_t size = kSmallestPage; size <= kLargestPage; size *= 2) {
    if (text == std::to_string(size)) return size;
  }
  return std::nullopt;
}

int Dump(const Options& options) {
  const std::string& file = options.file;
  const Profile* profile = FindProfile(options.profile);
  if (profile == nullptr && !options.profile.empty()) {
    return Fail(fmt::format("--profile {}: unknown; expected one of {}",
                            options.profile, ProfileNames()));
  }
  const std::optional<size_t> page_size = PageSize(options.page_size);
  if (!page_size) {
    return Fail(fmt::format(
        "--page-size {}: expected a power of two from {} to {} bytes",
        options.page_size, kSmallestPage, kLargestPage));
  }
  std::string problem;
  const auto format = FormatOfReply(file, options.format, &problem);
  if (!format) return Fail(problem);
  const auto bytes = ReadReplyFile(file, &problem);
  if (!bytes) return Fail(problem);
  // An input of the suite may end in a trailer of choices.
  const Input input = DecodeInput(*bytes);
  if (profile == nullptr) profile = input.choices.profile;
  if (!profile->Supports(*format)) {
    return Fail(
        fmt::format("--profile {}: this client never asks for {}; "
                    "expected a profile that does",
                    profile->name, OpcodeName(*format)));
  }
  const std::string_view reply = input.reply;
  std::string text = fmt::format(
      "{}: {} reply of {} bytes, profile {}, pages of {} bytes\n", file,
      OpcodeName(*format), reply.size(), profile->name, *page_size);
  text += DumpReply(*format, reply, *profile, *page_size);
  if (reply.size() < bytes->size()) {
    text += fmt::format("{} bytes of trailer after the reply: {}\n",
                        bytes->size() - reply.size(), input.choices.ToText());
  }
  return PrintOutput(text);
}

}  // namespace

void AddDump(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "dump",
      "Prints a reply record by record: offsets, fields, padding, where pages "
      "cut it, why reading stops, and what each byte is.");
  Option(command, "FILE", &options->file, "",
         "The reply's payload, without fuse_out_header; *.dirent of a READDIR, "
         "*.plus of a READDIRPLUS")
      ->required();
  Option(command, "--format", &options->format, "FORMAT",
         "dirent or direntplus (default: by FILE's ending)");
  Option(command, "--profile", &options->profile, "NAME",
         "Whose rules (default: those of the input's trailer, else linux): " +
             ProfileNames());
  Option(command, "--page-size", &options->page_size, "BYTES",
         "In bytes (default: 4096)");
  command->callback([options, exit_status] { *exit_status = Dump(*options); });
}

}  // namespace fuse_dirents
