// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/write_page.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/check.h"
#include "base/files.h"
#include "tools/report/page.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// The folder that holds `out`.
fs::path Parent(const std::string& out) {
  return (fs::absolute(out) / "").parent_path().parent_path();
}

std::string WriteAll(const ReportData& data, const fs::path& folder) {
  const std::string json = ToJson(data);
  // The page is that of the file, also where text was no UTF-8.
  ReportData written;
  FUSE_DIRENTS_CHECK(FromJson(json, &written) == "");
  std::string problem = WriteFile(folder / "report.json", json);
  if (problem.empty()) {
    problem = WriteFile(folder / "index.html", PageHtml(written));
  }
  for (const Reply& reply : written.replies.replies) {
    if (reply.kind != kFinding || !problem.empty()) continue;
    const fs::path path = folder / "findings" / fs::path(reply.path).filename();
    fs::create_directories(path.parent_path());
    problem = WriteFile(path, reply.Bytes());
  }
  return problem;
}

}  // namespace

std::string OutProblem(const std::string& out) {
  std::error_code error;
  const fs::file_status status = fs::status(out, error);
  std::string problem;
  if (status.type() == fs::file_type::not_found) {
    if (access(Parent(out).c_str(), W_OK | X_OK) == 0) return "";
    problem = Parent(out).string() + ": " + std::strerror(errno);
  } else if (error) {
    problem = out + ": " + error.message();
  } else if (status.type() != fs::file_type::directory) {
    problem = out + ": not a folder";
  } else if (!fs::is_empty(out, error)) {
    problem = out + ": " + (error ? error.message() : "not empty");
  } else {
    return "";
  }
  return problem + "; expected a new or empty folder";
}

std::string WritePage(const ReportData& data, const std::string& out) {
  std::string problem;
  const auto directory = TempDirectory::In(Parent(out), &problem);
  if (!directory) return problem;
  const fs::path folder = directory->path() + "/page";
  std::error_code error;
  fs::create_directory(folder, error);
  problem =
      error ? folder.string() + ": " + error.message() : WriteAll(data, folder);
  if (!problem.empty()) return problem;
  // Replaces an empty folder, and no other.
  fs::rename(folder, out, error);
  return error ? out + ": " + error.message() : "";
}

}  // namespace fuse_dirents
