// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The kernel's end of a FUSE connection, as far as directories and lookups go:
// one request at a time, each with a deadline.

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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
  // line.  If broken(), all later ones fail too.

  // The first request.  Sets minor() and readdirplus().
  bool Init();

  // The child `name` of the node `parent`.  Counts one lookup.
  std::optional<FuseEntryOut> Lookup(uint64_t parent, std::string_view name);

  // A file handle.  As in Linux, a server may have no OPENDIR (ENOSYS): 0.
  std::optional<uint64_t> Opendir(uint64_t nodeid);

  // The payload of one reply: at most `size` bytes.  A longer reply fails with
  // too_long(), and its first `size` bytes are then in payload().
  std::optional<Packet> Readdir(RecordFormat format, uint64_t nodeid,
                                uint64_t fh, uint64_t offset, uint32_t size);

  bool Releasedir(uint64_t nodeid, uint64_t fh);

  std::optional<FuseAttr> Getattr(uint64_t nodeid);

  // Most bytes of payload that a reply can have if the server's end of the
  // socket has the send buffer of ours: unix_dgram_sendmsg(), which
  // serves SOCK_SEQPACKET too, refuses more.  A server cannot send a longer
  // reply, and the request is never answered.
  size_t MaxReply() const;

  // Gives `nlookup` lookups back.  Has no reply.
  bool Forget(uint64_t nodeid, uint64_t nlookup = 1);

  // Gives one lookup of each back: one BATCH_FORGET, or FORGETs to a server
  // that speaks 7.15 or less, as in Linux.
  bool ForgetEach(std::span<const uint64_t> nodeids);

  // The last request.
  bool Destroy();

  // The minor that both ends speak, after Init().
  uint32_t minor() const { return minor_; }

  // Whether the server said FUSE_DO_READDIRPLUS, after Init().
  bool readdirplus() const { return readdirplus_; }

  // Whether it also said FUSE_READDIRPLUS_AUTO, so that Linux may use both ways
  // in one listing.
  bool readdirplus_auto() const { return readdirplus_auto_; }

  const std::string& error() const { return error_; }

  // error() without the name of the request.
  const std::string& reason() const { return reason_; }

  // Whether error() is that the server closed its end.
  bool closed() const { return closed_; }

  // Whether error() is that the connection is of no more use: the server hangs,
  // closed its end or sent what is no reply.
  bool broken() const { return broken_; }

  // What the server answered the last request with: a positive errno value, or
  // 0.
  int server_errno() const { return server_errno_; }

  // Whether the last reply was longer than its request allowed.
  bool too_long() const { return too_long_; }

  // Of the last reply.
  const Packet& payload() const { return payload_; }

  // Requests sent so far.
  uint64_t requests() const { return unique_; }

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
  // The same for a connection that is then broken().
  bool Break(std::string_view what, std::string_view why);
  // Sets error() to the server's answer.
  bool FailErrno(std::string_view what, int err);

  int fd_;
  int timeout_ms_;
  uint64_t unique_ = 0;
  Packet packet_;  // Memory for the reply that is awaited.
  Packet payload_;
  int server_errno_ = 0;  // Positive, or 0.
  uint32_t minor_ = 0;
  bool readdirplus_ = false;
  bool readdirplus_auto_ = false;
  bool no_opendir_ = false;
  bool closed_ = false;
  bool broken_ = false;
  bool too_long_ = false;
  std::string error_, reason_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_CLIENT_H_
