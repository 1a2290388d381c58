// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents check-server: whether a FUSE server lists its directories rightly,
// without a mount.

#include "tools/check_server/check_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fail.h"
#include "base/progress.h"
#include "fmt/format.h"
#include "tools/capture/server_process.h"
#include "tools/check_server/report.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

constexpr int kExitRuleFails = 1;

struct Options {
  std::vector<std::string> directories;
  std::string mutable_dir;
  std::string json, junit;
  double timeout = 10;  // In seconds.
  int fd = -1;
  std::vector<std::string> server;
};

bool IsSeqpacket(int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
         type == SOCK_SEQPACKET;
}

int Print(const Options& options, const CheckReport& report) {
  std::vector<ReportFile> files;
  if (!options.json.empty()) {
    files.push_back({"--json", options.json, ReportJson(report)});
  }
  if (!options.junit.empty()) {
    files.push_back({"--junit", options.junit, ReportJunit(report)});
  }
  std::string problem;
  if (!WriteReports(files, &problem)) return Fail(problem);
  const int status = PrintOutput(ReportText(report));
  if (status != 0) return status;
  return report.results.Count(Result::kFail) > 0 ? kExitRuleFails : 0;
}

int Check(Options options) {
  const bool by_fd = options.fd >= 0;
  if (by_fd == !options.server.empty()) {
    return Fail("expected a server after --, or --fd N");
  }
  if (by_fd && !IsSeqpacket(options.fd)) {
    return Fail(fmt::format(
        "--fd {}: expected an AF_UNIX SOCK_SEQPACKET socket", options.fd));
  }
  if (!by_fd && std::count(options.server.begin() + 1, options.server.end(),
                           kMountPoint) == 0) {
    return Fail(options.server[0] +
                ": expected @ among the server's arguments, where its mount "
                "point belongs");
  }
  if (options.directories.empty()) options.directories = {"."};
  std::string problem;
  std::unique_ptr<Scratch> scratch;
  if (!options.mutable_dir.empty()) {
    scratch = Scratch::Make(options.mutable_dir, &problem);
    if (scratch == nullptr) return Fail(problem);
  }
  ServerProcess server;
  if (!by_fd && !server.Start(options.server, &problem)) return Fail(problem);
  const std::string name =
      by_fd ? fmt::format("--fd {}", options.fd) : options.server[0];
  FuseClient client(by_fd ? options.fd : server.fd(),
                    static_cast<int>(options.timeout * 1000));
  Progress progress;
  CheckReport report;
  report.server = by_fd ? name : ShellText(options.server);
  const bool checked = CheckServer(
      client, {.directories = options.directories, .scratch = scratch.get()},
      [&](std::string_view what) {
        if (progress.Due()) progress.Show(what);
      },
      &report, &problem);
  progress.Erase();
  if (!checked) {
    if (!by_fd) problem = server.StopAfter(problem, client.closed());
    return Fail(name + ": " + problem);
  }
  if (!by_fd) server.Stop(ServerProcess::kPatienceMs);
  return Print(options, report);
}

}  // namespace

void AddCheckServer(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check-server",
      "Starts a FUSE server on a socket instead of a mount point, and checks "
      "how it lists directories.  Exit status: 0 if every rule passes, 1 if "
      "one fails, 2 if the server cannot be checked.");
  Option(command, "--dir", &options->directories, "PATH",
         "Directory to check, as a path from the server's root; may be given "
         "again (default: the root)")
      ->allow_extra_args(false);
  Option(command, "--mutable", &options->mutable_dir, "DIR",
         "Where the first directory is in the server's backing store: makes a "
         "directory in it, whose entries come and go during a listing");
  Option(command, "--timeout", &options->timeout, "SECONDS",
         "A server that takes longer for a reply hangs (default: 10)")
      ->check(CLI::Range(0.001, 3600.0));
  Option(command, "--json", &options->json, "FILE",
         "Write the report as JSON, too");
  Option(command, "--junit", &options->junit, "FILE",
         "Write the report as JUnit XML, too");
  Option(command, "--fd", &options->fd, "N",
         "Instead of SERVER: a SOCK_SEQPACKET socket whose other end a server "
         "has")
      ->check(CLI::Range(0, 1 << 20));
  Option(command, "SERVER", &options->server, "ARGS... @",
         "After --: the server in the foreground, with @ for its mount point");
  command->positionals_at_end();
  command->callback([options, exit_status] { *exit_status = Check(*options); });
}

}  // namespace fuse_dirents
