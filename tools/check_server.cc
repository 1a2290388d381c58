// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents check-server: whether a FUSE server lists its directories rightly,
// without a mount.

#include "tools/check_server/check_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fail.h"
#include "base/progress.h"
#include "fmt/format.h"
#include "tools/capture/server_process.h"
#include "tools/check_server/check_mount.h"
#include "tools/check_server/report.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

constexpr int kExitRuleFails = 1;

struct Options {
  std::vector<std::string> directories;
  std::string mount;
  std::string mutable_dir;
  std::string json, junit;
  double timeout = 10;  // In seconds.
  int fd = -1;
  bool rules = false;
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

// What there is to check: exactly one of a server, --fd and --mount.
std::string TargetProblem(const Options& options) {
  const int targets =
      (options.fd >= 0) + !options.mount.empty() + !options.server.empty();
  if (targets != 1) {
    return "expected one of a server after --, --fd N and --mount DIR";
  }
  if (options.fd >= 0 && !IsSeqpacket(options.fd)) {
    return fmt::format("--fd {}: expected an AF_UNIX SOCK_SEQPACKET socket",
                       options.fd);
  }
  return options.server.empty() ? "" : MountPointProblem(options.server);
}

int Check(Options options) {
  if (options.rules) return PrintOutput(RulesTable());
  std::string problem = TargetProblem(options);
  if (!problem.empty()) return Fail(problem);
  if (options.directories.empty()) options.directories = {"."};
  // Removed once the server has ended.
  std::unique_ptr<Scratch> scratch;
  if (!options.mutable_dir.empty()) {
    scratch = Scratch::Make(options.mutable_dir, &problem);
    if (scratch == nullptr) return Fail(problem);
  }
  const CheckPlan plan = {.directories = options.directories,
                          .scratch = scratch.get()};
  const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(
      std::chrono::duration<double>(options.timeout));
  Progress progress;
  const OnProgress show = [&](std::string_view what) {
    if (progress.Due()) progress.Show(what);
  };
  CheckReport report;
  if (!options.mount.empty()) {
    report.server = options.mount;
    const bool checked =
        CheckMount(options.mount, plan, timeout, show, &report, &problem);
    progress.Erase();
    return checked ? Print(options, report) : Fail("--mount " + problem);
  }
  const bool starts = !options.server.empty();
  ServerProcess server;
  if (starts && !server.Start(options.server, &problem)) return Fail(problem);
  const std::string name =
      starts ? options.server[0] : fmt::format("--fd {}", options.fd);
  report.server = starts ? ShellText(options.server) : name;
  FuseClient client(starts ? server.fd() : options.fd,
                    static_cast<int>(timeout.count()));
  const bool checked = CheckServer(client, plan, show, &report, &problem);
  progress.Erase();
  if (!checked) {
    if (starts) problem = server.StopAfter(problem, client.closed());
    return Fail(name + ": " + problem);
  }
  if (starts) server.Stop(ServerProcess::kPatienceMs);
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
  Option(command, "--mount", &options->mount, "DIR",
         "Instead of SERVER: a directory of a file system that is mounted; "
         "checks what getdents64 shows of it");
  Option(command, "--fd", &options->fd, "N",
         "Instead of SERVER: a SOCK_SEQPACKET socket whose other end a server "
         "has")
      ->check(CLI::Range(0, 1 << 20));
  command->add_flag("--rules", options->rules,
                    "Print the rules as a table, and check nothing");
  Option(command, "SERVER", &options->server, "ARGS... @",
         "After --: the server in the foreground, with @ for its mount point");
  command->positionals_at_end();
  command->callback([options, exit_status] { *exit_status = Check(*options); });
}

}  // namespace fuse_dirents
