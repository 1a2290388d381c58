// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The kernel's end of a FUSE connection, as far as listing directories goes:
// one request at a time, each with a deadline.

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/capture/fuse_protocol.h"

namespace fuse_dirents {

class FuseClient {
 public:
  // Speaks on `fd`, an AF_UNIX SOCK_SEQPACKET socket (a read() gives one whole
  // message, as on /dev/fuse), which stays the caller's.  A request without a
  // reply fails after `timeout_ms`.
  FuseClient(int fd, int timeout_ms) : fd_(fd), timeout_ms_(timeout_ms) {}

  FuseClient(const FuseClient&) = delete;
  FuseClient& operator=(const FuseClient&) = delete;

  // A request that fails returns false or nothing; error() then says why in one
  // line.  After a timeout or a closed connection all fail.

  // The first request.  Sets minor() and readdirplus().
  bool Init();

  // The child `name` of the node `parent`.  Counts one lookup.
  std::optional<FuseEntryOut> Lookup(uint64_t parent, std::string_view name);

  // A file handle.  As in Linux, a server may have no OPENDIR (ENOSYS): 0.
  std::optional<uint64_t> Opendir(uint64_t nodeid);

  // The payload of one reply: at most `size` bytes.
  std::optional<Packet> Readdir(RecordFormat format, uint64_t nodeid,
                                uint64_t fh, uint64_t offset, uint32_t size);

  bool Releasedir(uint64_t nodeid, uint64_t fh);

  // Gives one lookup back.  Has no reply.
  bool Forget(uint64_t nodeid);

  // The last request.
  bool Destroy();

  // The minor that both ends speak, after Init().
  uint32_t minor() const { return minor_; }

  // Whether the server said FUSE_DO_READDIRPLUS, after Init().
  bool readdirplus() const { return readdirplus_; }

  const std::string& error() const { return error_; }

  // Whether error() is that the server closed its end.
  bool closed() const { return closed_; }

 private:
  // Sends a request, called `what` in error().  unique_ is then its number.
  bool Send(std::string_view what, uint32_t opcode, uint64_t nodeid,
            ByteRun body);
  // Sends a request and waits for its reply, whose payload of at most
  // `max_payload` bytes is then in payload_.  If the server answers an error,
  // returns false and sets server_errno_.
  bool Ask(std::string_view what, uint32_t opcode, uint64_t nodeid,
           ByteRun body, size_t max_payload = 4096);
  // The same for a reply that starts with an `Out`.
  template <typename Out>
  bool AskFor(std::string_view what, uint32_t opcode, uint64_t nodeid,
              ByteRun body, Out* out);
  bool Fail(std::string_view what, std::string_view why);
  // Sets error() to the server's answer.
  bool FailErrno(std::string_view what, int err);

  int fd_;
  int timeout_ms_;
  uint64_t unique_ = 0;
  Packet payload_;
  int server_errno_ = 0;  // Positive, or 0.
  uint32_t minor_ = 0;
  bool readdirplus_ = false;
  bool no_opendir_ = false;
  bool closed_ = false;
  std::string error_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_
