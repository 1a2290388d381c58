// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents dump: one reply, record by record.

#include <bit>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fail.h"
#include "differential/input.h"
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

std::string ProfileNames() {
  std::string names;
  for (const Profile& profile : AllProfiles()) {
    names += (names.empty() ? "" : ", ") + std::string(profile.name);
  }
  return names;
}

// Nothing where `text` is no power of two in the bounds.
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
    return Fail("--profile " + options.profile + ": unknown; expected one of " +
                ProfileNames());
  }
  const std::optional<size_t> page_size = PageSize(options.page_size);
  if (!page_size) {
    return Fail("--page-size " + options.page_size +
                ": expected a power of two from " +
                std::to_string(kSmallestPage) + " to " +
                std::to_string(kLargestPage) + " bytes");
  }
  std::string problem;
  const auto format = FormatOfReply(file, options.format, &problem);
  if (!format) return Fail(problem);
  const auto bytes = ReadReplyFile(file, &problem);
  if (!bytes) return Fail(problem);
  // An input of the suite may end in a trailer of choices.
  const Input input = DecodeInput(*bytes);
  if (profile == nullptr) profile = input.choices.profile;
  const std::string profile_name(profile->name);
  if (!profile->Supports(*format)) {
    return Fail("--profile " + profile_name + ": this client never asks " +
                "for " + std::string(OpcodeName(*format)) +
                "; expected a profile that does");
  }
  const size_t nbytes = input.reply.size();
  std::string text = file + ": " + std::string(OpcodeName(*format)) +
                     " reply of " + std::to_string(nbytes) +
                     " bytes, profile " + profile_name + ", pages of " +
                     options.page_size + " bytes\n";
  text += DumpReply(*format, input.reply, *profile, *page_size);
  if (nbytes < bytes->size()) {
    text += std::to_string(bytes->size() - nbytes) +
            " bytes of trailer behind the reply: " + input.choices.ToText() +
            "\n";
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
  command
      ->add_option("FILE", options->file,
                   "The reply's payload, without fuse_out_header; *.dirent "
                   "of a READDIR, *.plus of a READDIRPLUS")
      ->required()
      ->type_name("");
  command
      ->add_option("--format", options->format,
                   "dirent or direntplus (default: by FILE's ending)")
      ->type_name("FORMAT");
  command
      ->add_option("--profile", options->profile,
                   "Whose rules (default: those of the input's trailer, else "
                   "linux): " +
                       ProfileNames())
      ->type_name("NAME");
  command
      ->add_option("--page-size", options->page_size,
                   "In bytes (default: 4096)")
      ->type_name("BYTES");
  command->callback([options, exit_status] { *exit_status = Dump(*options); });
}

}  // namespace fuse_dirents
