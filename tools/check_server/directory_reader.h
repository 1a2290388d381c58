// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_DIRECTORY_READER_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_DIRECTORY_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tools/check_server/listing.h"

namespace fuse_dirents {

// One way to list one directory of a server.  Checks each reply by itself.
//
// A call that fails returns nothing.  Either the server refused it, which is a
// finding already, or problem() says in one line why nothing can be asked any
// more.
class DirectoryReader {
 public:
  virtual ~DirectoryReader() = default;

  // "READDIR", "READDIRPLUS" or "getdents64".
  virtual std::string_view call() const = 0;
  // The directory in reports.
  virtual std::string_view directory() const = 0;

  // Bytes of a record without its name, and with a name of `namelen` bytes.
  virtual size_t HeaderBytes() const = 0;
  virtual size_t RecordBytes(size_t namelen) const = 0;

  // Most bytes that may be asked for.
  virtual size_t MaxBytes() const = 0;

  virtual std::optional<uint64_t> Open() = 0;
  virtual void Close(uint64_t handle) = 0;

  // Asks for `size` bytes of records from `offset` on.  The batch is valid
  // until the next call.
  virtual const Batch* Read(uint64_t handle, uint64_t offset,
                            uint32_t size) = 0;
  // The same for a size that may be too small for a record: a refusal and a cut
  // record are no findings.  The batch says what came.
  virtual const Batch* ReadTooSmall(uint64_t handle, uint64_t offset,
                                    uint32_t size) = 0;

  virtual const std::string& problem() const = 0;
};

// Called between requests with what is being checked.
using OnProgress = std::function<void(std::string_view)>;

// A handle that is closed when it goes.
class OpenDirectory {
 public:
  explicit OpenDirectory(DirectoryReader& reader)
      : reader_(reader), handle_(reader.Open()) {}
  ~OpenDirectory() { Close(); }
  OpenDirectory(const OpenDirectory&) = delete;
  OpenDirectory& operator=(const OpenDirectory&) = delete;

  // Whether it is open.
  explicit operator bool() const { return handle_.has_value(); }
  uint64_t operator*() const { return *handle_; }

  void Close() {
    if (handle_) reader_.Close(*handle_);
    handle_.reset();
  }

 private:
  DirectoryReader& reader_;
  std::optional<uint64_t> handle_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_DIRECTORY_READER_H_
