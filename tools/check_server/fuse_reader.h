// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_FUSE_READER_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_FUSE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"
#include "tools/capture/fuse_client.h"
#include "tools/check_server/client_rows.h"
#include "tools/check_server/directory_reader.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// Lists a directory by READDIR or READDIRPLUS.
class FuseReader : public DirectoryReader {
 public:
  // All must outlive the reader.
  FuseReader(FuseClient* client, RecordFormat format, uint64_t nodeid,
             std::string directory, Results* results, ClientRows* clients)
      : client_(*client),
        format_(format),
        nodeid_(nodeid),
        directory_(std::move(directory)),
        results_(*results),
        clients_(*clients) {}

  std::string_view call() const override;
  std::string_view directory() const override { return directory_; }
  size_t HeaderBytes() const override { return HeaderSize(format_); }
  size_t RecordBytes(size_t namelen) const override {
    return Reclen(format_, static_cast<uint32_t>(namelen));
  }
  size_t MaxBytes() const override { return client_.MaxReply(); }
  // Readers of one directory may use each other's handles.
  std::optional<uint64_t> Open() override;
  void Close(uint64_t handle) override;
  const Batch* Read(uint64_t handle, uint64_t offset, uint32_t size) override;
  const Batch* ReadTooSmall(uint64_t handle, uint64_t offset,
                            uint32_t size) override;
  const std::string& problem() const override { return problem_; }

  // The same as Read(), but the caller gives back the lookups of the reply.
  const Batch* ReadAndHold(uint64_t handle, uint64_t offset, uint32_t size);

 private:
  // Asks into batch_.  Returns false at a refusal, too.
  bool Ask(uint64_t handle, uint64_t offset, uint32_t size);
  // Forgets every lookup that the READDIRPLUS reply in batch_ counts.
  bool GiveBack();
  // Sets problem_ if the connection is broken.
  void NoteBroken();

  FuseClient& client_;
  const RecordFormat format_;
  const uint64_t nodeid_;
  const std::string directory_;
  Results& results_;
  ClientRows& clients_;
  Batch batch_;
  std::string problem_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_FUSE_READER_H_
