// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/check_mount.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "base/fail.h"
#include "base/text.h"
#include "fmt/format.h"
#include "tools/check_server/check_reply.h"
#include "tools/check_server/getdents.h"

namespace fuse_dirents {
namespace {

// Ends the process if a system call takes too long.
class Watchdog {
 public:
  explicit Watchdog(std::chrono::milliseconds timeout)
      : timeout_(timeout), thread_([this] { Watch(); }) {}
  ~Watchdog() {
    {
      const std::scoped_lock lock(mutex_);
      done_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // What `call` returns; `what` names it.
  template <typename Call>
  auto Run(const std::string& what, const Call& call) {
    {
      const std::scoped_lock lock(mutex_);
      what_ = what;
      ++running_;
    }
    changed_.notify_one();
    errno = 0;
    auto result = call();
    const int error = errno;
    {
      const std::scoped_lock lock(mutex_);
      what_.clear();
      ++running_;
    }
    errno = error;
    return result;
  }

 private:
  void Watch() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      if (what_.empty()) {
        changed_.wait(lock);
        continue;
      }
      const uint64_t call = running_;
      const bool changed = changed_.wait_for(
          lock, timeout_, [&] { return done_ || running_ != call; });
      if (changed || what_.empty()) continue;
      Fail(fmt::format("{}: the file system hangs: no answer in {} ms", what_,
                       timeout_.count()));
      _exit(kExitBadInput);
    }
  }

  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string what_;      // Empty between calls.
  uint64_t running_ = 0;  // Changes with each call.
  bool done_ = false;
  std::thread thread_;
};

class MountReader : public DirectoryReader {
 public:
  MountReader(std::string path, std::string directory, Watchdog* watchdog,
              Results* results)
      : path_(std::move(path)),
        directory_(std::move(directory)),
        watchdog_(*watchdog),
        results_(*results) {}

  std::string_view call() const override { return "getdents64"; }
  std::string_view directory() const override { return directory_; }
  size_t HeaderBytes() const override { return GetdentsReclen(0); }
  size_t RecordBytes(size_t namelen) const override {
    return GetdentsReclen(namelen);
  }
  size_t MaxBytes() const override { return INT32_MAX; }
  const std::string& problem() const override { return problem_; }
  uint64_t requests() const { return requests_; }

  std::optional<uint64_t> Open() override {
    const int fd = watchdog_.Run("open of " + path_, [this] {
      return open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    });
    if (fd >= 0) return fd;
    problem_ = fmt::format("{}: {}", path_, std::strerror(errno));
    return std::nullopt;
  }

  void Close(uint64_t handle) override {
    watchdog_.Run("close of " + path_,
                  [&] { return close(static_cast<int>(handle)); });
  }

  const Batch* Read(uint64_t handle, uint64_t offset, uint32_t size) override {
    results_.Checked(RuleId::kAnswered);
    const Batch* batch = ReadTooSmall(handle, offset, size);
    if (batch->error != 0) {
      results_.Fail(RuleId::kAnswered, *batch, 0, ErrorText(-batch->error));
      return nullptr;
    }
    for (const Entry& entry : batch->entries) {
      CheckEntry(*batch, entry, &results_);
    }
    return batch;
  }

  const Batch* ReadTooSmall(uint64_t handle, uint64_t offset,
                            uint32_t size) override {
    batch_.call = call();
    batch_.directory = directory_;
    batch_.offset = offset;
    batch_.size = size;
    batch_.bytes.resize(size);
    const int fd = static_cast<int>(handle);
    const auto got = watchdog_.Run("getdents64 of " + path_, [&]() -> long {
      if (lseek(fd, static_cast<off_t>(offset), SEEK_SET) < 0) return -1;
      return syscall(SYS_getdents64, fd, batch_.bytes.data(), size);
    });
    batch_.error = got < 0 ? errno : 0;
    batch_.bytes.resize(got < 0 ? 0 : static_cast<size_t>(got));
    batch_.entries = EntriesOfGetdents(batch_.bytes);
    ++requests_;
    return &batch_;
  }

 private:
  const std::string path_;
  const std::string directory_;
  Watchdog& watchdog_;
  Results& results_;
  Batch batch_;
  std::string problem_;
  uint64_t requests_ = 0;
};

// The rule kLookupAgrees, as far as stat(2) shows it.
void CheckStat(const std::string& path, const Listing& listing,
               Watchdog* watchdog, MountReader* reader, Results* results) {
  constexpr size_t kMost = 256;
  const OpenDirectory directory(*reader);
  struct stat own;
  if (!directory || fstat(static_cast<int>(*directory), &own) != 0) return;
  const Batch batch = {.call = "stat",
                       .directory = std::string(reader->directory())};
  for (size_t i = 0; i < std::min(listing.size(), kMost); ++i) {
    const Entry entry = listing.at(i);
    const std::string name(entry.name);
    if (name == "." || name == "..") continue;
    struct stat status = {};
    const int failed = watchdog->Run("stat in " + path, [&] {
      return fstatat(static_cast<int>(*directory), name.c_str(), &status,
                     AT_SYMLINK_NOFOLLOW);
    });
    results->Checked(RuleId::kLookupAgrees);
    std::string found;
    const uint32_t type = TypeOfMode(status.st_mode);
    if (failed != 0) {
      found = ErrorText(-errno);
    } else if (status.st_dev != own.st_dev) {
      continue;  // Another file system is mounted on it.
    } else if (status.st_ino != entry.ino) {
      found = fmt::format("d_ino is {}, st_ino {}", entry.ino, status.st_ino);
    } else if (entry.type != 0 && type != entry.type) {
      found = fmt::format("d_type is {}, that of st_mode {}", entry.type, type);
    }
    if (found.empty()) continue;
    results->Fail(RuleId::kLookupAgrees, "stat of " + Quote(name), batch, 0,
                  found);
  }
}

}  // namespace

bool CheckMount(const std::string& mount, const CheckPlan& plan,
                std::chrono::milliseconds timeout, const OnProgress& progress,
                CheckReport* report, std::string* problem) {
  Results& results = report->results;
  report->protocol = "getdents64";
  for (const RuleInfo& info : AllRules()) {
    if (!info.in_getdents) {
      results.Skip(info.rule, "getdents64 does not show it");
    }
  }
  if (plan.scratch == nullptr) {
    results.Skip(RuleId::kMutable, "needs --mutable DIR");
  }
  Watchdog watchdog(timeout);
  const auto path_of = [&](const std::string& path) {
    return path == "." ? mount : mount + "/" + path;
  };
  for (const std::string& path : plan.directories) {
    const std::string full = path_of(path);
    MountReader reader(full, full, &watchdog, &results);
    const OnProgress show = [&](std::string_view what) {
      progress(fmt::format("{}: {}", full, what));
    };
    ListingRules rules(&reader, &results, &show);
    const bool listed = rules.Run();
    if (!reader.problem().empty()) {
      *problem = reader.problem();
      return false;
    }
    if (listed) CheckStat(full, rules.first(), &watchdog, &reader, &results);
    report->directories.push_back({full, rules.first().size()});
    report->requests += reader.requests();
  }
  if (plan.scratch == nullptr) return true;
  const std::string full = path_of(plan.directories[0]) + "/" + Scratch::kName;
  MountReader reader(full, full, &watchdog, &results);
  plan.scratch->Check(&reader, &results);
  report->requests += reader.requests();
  if (reader.problem().empty()) return true;
  *problem = reader.problem() +
             "; expected --mutable to name that directory, or where it is in "
             "the backing store";
  return false;
}

}  // namespace fuse_dirents
