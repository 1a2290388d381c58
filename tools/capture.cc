// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents capture: the replies of a real FUSE server, without a mount.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/fail.h"
#include "base/process.h"
#include "base/text.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "parser/wire.h"
#include "tools/capture/capture_directory.h"
#include "tools/capture/fuse_client.h"
#include "tools/capture/server_process.h"
#include "tools/capture/write_captures.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

// How long a server may take to say its version.
constexpr int kPatienceMs = 2000;

struct Options {
  std::string out;
  std::string name;
  std::string server_name;
  std::string version;
  std::vector<std::string> opcodes;
  std::vector<std::string> directories;
  CapturePlan plan = {.sizes = {512, 4096, 65536, 1 << 20}};
  int timeout_ms = 10000;
  bool force = false;
  std::vector<std::string> server;
};

std::string CommandLine(const Options& options) {
  std::string text = "dirents capture --out " + ShellText({options.out});
  if (!options.name.empty()) text += " --name " + ShellText({options.name});
  text += fmt::format(" --sizes {}", fmt::join(options.plan.sizes, ","));
  if (!options.opcodes.empty()) {
    text += fmt::format(" --opcodes {}", fmt::join(options.opcodes, ","));
  }
  if (options.plan.keep != 0) {
    text += fmt::format(" --keep {}", options.plan.keep);
  }
  for (const std::string& dir : options.directories) {
    text += " --dir " + ShellText({dir});
  }
  return text + " -- " + ShellText(options.server);
}

// The line of --version that names the server, and libfuse's if there is one;
// "unknown" if no line names the program.
std::string AskVersion(const std::string& program) {
  const std::string base = std::filesystem::path(program).filename();
  // squashfuse_ll calls itself squashfuse.
  const std::string stem = base.substr(0, base.find('_'));
  const auto lower = [](std::string text) {
    for (char& c : text) c = 'A' <= c && c <= 'Z' ? c - 'A' + 'a' : c;
    return text;
  };
  std::string problem;
  const auto run =
      RunProcess({.argv = {program, "--version"},
                  .timeout = std::chrono::milliseconds(kPatienceMs),
                  .merge_stderr = true,
                  .max_output = size_t{64} << 10},
                 &problem);
  if (!run) return "unknown";
  std::string own = "unknown", library;
  for (const std::string& line : Split(run->out, '\n')) {
    if (line.find_first_of("0123456789") == line.npos) continue;
    if (line.starts_with("FUSE library version")) library = ", " + line;
    if (own == "unknown" && lower(line).find(lower(stem)) != line.npos) {
      own = line;
    }
  }
  return own + library;
}

// "a/b" -> "a.b"; the root is "root".
std::string NameOf(const std::string& directory) {
  std::string name = directory;
  while (name.starts_with("./")) name.erase(0, 2);
  if (name.empty() || name == "." || name == "/") return "root";
  for (char& c : name) {
    const bool plain = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
                       ('0' <= c && c <= '9') || c == '_' || c == '-';
    if (!plain) c = '.';
  }
  return name;
}

std::string StemFor(const Options& options, const std::string& directory) {
  if (options.name.empty()) return NameOf(directory);
  if (options.directories.size() == 1) return options.name;
  return options.name + "-" + NameOf(directory);
}

bool CaptureAll(const Options& options, FuseClient& client,
                std::vector<CapturedReply>* replies, std::string* problem) {
  if (!client.Init()) {
    *problem = client.error();
    return false;
  }
  for (const std::string& directory : options.directories) {
    if (!CaptureDirectory(client, directory, StemFor(options, directory),
                          options.plan, replies, problem)) {
      return false;
    }
  }
  if (!client.Destroy()) {
    *problem = client.error();
    return false;
  }
  return true;
}

int Capture(Options options) {
  std::string problem = MountPointProblem(options.server);
  if (!problem.empty()) return Fail(problem);
  if (options.directories.empty()) options.directories = {"."};
  if (!MayWriteTo(options.out, options.force, &problem)) return Fail(problem);

  ServerProcess server;
  if (!server.Start(options.server, &problem)) return Fail(problem);
  FuseClient client(server.fd(), options.timeout_ms);
  std::vector<CapturedReply> replies;
  if (!CaptureAll(options, client, &replies, &problem)) {
    return Fail(options.server[0] + ": " +
                server.StopAfter(problem, client.closed()));
  }
  server.Stop(ServerProcess::kPatienceMs);

  replies = DropRepeats(std::move(replies));
  if (replies.empty()) {
    return Fail(options.server[0] +
                ": every listing is empty; expected at least one record");
  }
  const Provenance provenance = {
      .server =
          options.server_name.empty()
              ? std::filesystem::path(options.server[0]).filename().string()
              : options.server_name,
      .version = options.version.empty() ? AskVersion(options.server[0])
                                         : options.version,
      .minor = client.minor(),
      .command = CommandLine(options)};
  if (!WriteCaptures(options.out, options.force, provenance, replies,
                     &problem)) {
    return Fail(problem);
  }
  size_t bytes = 0;
  for (const CapturedReply& reply : replies) bytes += reply.payload.size();
  return PrintOutput(fmt::format("{}: {} distinct replies, {} bytes, from {}",
                                 options.out, replies.size(), bytes,
                                 TsvLine({provenance.version})));
}

}  // namespace

void AddCapture(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "capture",
      "Starts a FUSE server on a socket instead of a mount point, lists "
      "directories of it by READDIR and READDIRPLUS, and writes each distinct "
      "reply to a file.");
  Option(command, "--out", &options->out, "DIR", "Directory to make")
      ->required();
  Option(command, "--name", &options->name, "NAME",
         "Start of the files' names, instead of the directory's")
      ->check([](const std::string& name) {
        return name.empty() || NameOf(name) != name
                   ? "expected letters, digits, '-' and '_'"
                   : std::string();
      });
  Option(command, "--dir", &options->directories, "PATH",
         "Directory to list, as a path from the server's root; may be given "
         "again (default: the root)")
      ->allow_extra_args(false);
  Option(command, "--sizes", &options->plan.sizes, "BYTES,...",
         "Request sizes in bytes, with commas between (default: "
         "512,4096,65536,1048576)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(uint32_t{24}, static_cast<uint32_t>(kMaxReplyBytes)));
  Option(command, "--opcodes", &options->opcodes, "OPCODE,...",
         "READDIR, READDIRPLUS, or both with a comma between (default: both)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"READDIR", "READDIRPLUS"}));
  Option(command, "--keep", &options->plan.keep, "N",
         "Replies to keep of one listing, its last among them (default: all)")
      ->check(CLI::Range(size_t{1}, size_t{1} << 16));
  Option(command, "--timeout-ms", &options->timeout_ms, "MS",
         "Kill the server if a reply takes longer (default: 10000)")
      ->check(CLI::Range(1, 3600 * 1000));
  Option(command, "--server-name", &options->server_name, "TEXT",
         "For PROVENANCE.tsv, if SERVER only starts the server");
  Option(command, "--server-version", &options->version, "TEXT",
         "For PROVENANCE.tsv, instead of asking SERVER --version");
  command->add_flag("--force", options->force,
                    "Replace an earlier capture at DIR");
  Option(command, "SERVER", &options->server, "ARGS... @",
         "After --: the server in the foreground, with @ for its mount point")
      ->required();
  command->positionals_at_end();
  command->callback([options, exit_status] {
    std::vector<uint32_t>& sizes = options->plan.sizes;
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    const auto& opcodes = options->opcodes;
    std::erase_if(options->plan.formats, [&](RecordFormat format) {
      return !opcodes.empty() &&
             std::ranges::count(opcodes, OpcodeName(format)) == 0;
    });
    *exit_status = Capture(*options);
  });
}

}  // namespace fuse_dirents
