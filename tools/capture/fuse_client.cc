// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_client.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

// Milliseconds until `deadline`, at least 0.
int LeftMs(Clock::time_point deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::max<int64_t>(0, left.count()));
}

// Longest payload of a reply that has a fixed size, with room to see that it
// is too long.
constexpr size_t kFixedPayload = 4096;

// A request above what a socket buffer holds by default is normal here.  May
// be refused; the default then serves replies up to about 200 KiB.
void RaiseBuffer(int fd) {
  const int bytes = 4 << 20;
  if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) != 0) {
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  }
}

}  // namespace

FuseClient::FuseClient(int fd, int timeout_ms)
    : fd_(fd), timeout_ms_(timeout_ms) {
  RaiseBuffer(fd_);
}

RequestHead FuseClient::NextHead(uint64_t nodeid) {
  return {.unique = ++unique_,
          .nodeid = nodeid,
          .uid = geteuid(),
          .gid = getegid(),
          .pid = static_cast<uint32_t>(getpid())};
}

bool FuseClient::Fail(std::string_view what, std::string_view why) {
  error_ = std::string(what) + ": " + std::string(why);
  return false;
}

bool FuseClient::FailErrno(std::string_view what, int err) {
  const char* name = strerrorname_np(err);
  return Fail(what, "the server answered " +
                        (name != nullptr ? std::string(name)
                                         : "errno " + std::to_string(err)) +
                        " (" + std::strerror(err) + ")");
}

bool FuseClient::Send(const Packet& request, std::string_view what) {
  const Clock::time_point deadline =
      Clock::now() + std::chrono::milliseconds(timeout_ms_);
  for (;;) {
    // The server may be slow to take requests, FORGETs above all.
    const int left_ms = LeftMs(deadline);
    pollfd poll_fd = {fd_, POLLOUT, 0};
    const int ready = left_ms == 0 ? 0 : poll(&poll_fd, 1, left_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Fail(what, "the server hangs: it takes no requests");
    const ssize_t sent =
        send(fd_, request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(request.size())) return true;
    if (errno == EINTR || errno == EAGAIN) continue;
    closed_ = errno == EPIPE || errno == ECONNRESET;
    return Fail(what, closed_ ? "the server closed the connection"
                              : std::strerror(errno));
  }
}

int FuseClient::Ask(const Packet& request, std::string_view what,
                    size_t max_payload, Packet* payload) {
  if (!Send(request, what)) return -1;
  const Clock::time_point deadline =
      Clock::now() + std::chrono::milliseconds(timeout_ms_);
  Packet packet(sizeof(fuse_out_header) + max_payload);
  for (;;) {
    // The clock is asked before each packet: a server that floods the socket
    // with notifications always has one ready.
    const int left_ms = LeftMs(deadline);
    pollfd poll_fd = {fd_, POLLIN, 0};
    const int ready = left_ms == 0 ? 0 : poll(&poll_fd, 1, left_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      Fail(what, "the server hangs: no reply in " +
                     std::to_string(timeout_ms_) + " ms");
      return -1;
    }
    // MSG_TRUNC makes recv() give the real length of a longer packet.
    const ssize_t got =
        recv(fd_, packet.data(), packet.size(), MSG_TRUNC | MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) {
      closed_ = true;
      Fail(what, "the server closed the connection");
      return -1;
    }
    if (static_cast<size_t>(got) > packet.size()) {
      Fail(what, "the server sent " + std::to_string(got) +
                     " bytes; expected at most " +
                     std::to_string(packet.size()));
      return -1;
    }
    const ByteRun bytes(packet.data(), static_cast<size_t>(got));
    if (IsNotification(bytes)) continue;
    FuseReply reply;
    std::string problem;
    fuse_in_header asked;
    FUSE_DIRENTS_CHECK(CopyOut(ByteRun(request), &asked));
    if (!DecodeReply(bytes, asked.unique, &reply, &problem)) {
      Fail(what, "the server " + problem);
      return -1;
    }
    payload->assign(reply.payload.begin(), reply.payload.end());
    return -reply.error;
  }
}

bool FuseClient::Init() {
  Packet payload;
  const int err = Ask(EncodeInit(NextHead(0)), "INIT", kFixedPayload, &payload);
  if (err > 0) return FailErrno("INIT", err);
  if (err < 0) return false;
  // Replies before 7.23 have 24 bytes, all that is read here.
  fuse_init_out out = {};
  constexpr size_t kShortest = 24;
  if (payload.size() < kShortest) {
    return Fail("INIT", "the server sent a fuse_init_out of " +
                            std::to_string(payload.size()) +
                            " bytes; expected at least 24");
  }
  std::memcpy(&out, payload.data(), std::min(payload.size(), sizeof out));
  if (out.major != FUSE_KERNEL_VERSION) {
    return Fail("INIT", "the server speaks protocol " +
                            std::to_string(out.major) + "." +
                            std::to_string(out.minor) + "; expected 7");
  }
  minor_ = std::min(out.minor, kProtocolMinor);
  readdirplus_ = (out.flags & FUSE_DO_READDIRPLUS) != 0;
  return true;
}

std::optional<FuseEntryOut> FuseClient::Lookup(uint64_t parent,
                                               std::string_view name) {
  const std::string what = "LOOKUP of " + std::string(name);
  Packet payload;
  const int err =
      Ask(EncodeLookup(NextHead(parent), name), what, kFixedPayload, &payload);
  if (err > 0) FailErrno(what, err);
  if (err != 0) return std::nullopt;
  FuseEntryOut out;
  if (!CopyOut(ByteRun(payload), &out)) {
    Fail(what, "the server sent a fuse_entry_out of " +
                   std::to_string(payload.size()) + " bytes; expected 128");
    return std::nullopt;
  }
  if (out.nodeid == 0) {  // A negative entry that may be cached.
    FailErrno(what, ENOENT);
    return std::nullopt;
  }
  return out;
}

std::optional<uint64_t> FuseClient::Opendir(uint64_t nodeid) {
  if (no_opendir_) return 0;
  Packet payload;
  const int err =
      Ask(EncodeOpendir(NextHead(nodeid)), "OPENDIR", kFixedPayload, &payload);
  if (err == ENOSYS) {
    no_opendir_ = true;
    return 0;
  }
  if (err > 0) FailErrno("OPENDIR", err);
  if (err != 0) return std::nullopt;
  fuse_open_out out;
  if (!CopyOut(ByteRun(payload), &out)) {
    Fail("OPENDIR", "the server sent a fuse_open_out of " +
                        std::to_string(payload.size()) + " bytes; expected 16");
    return std::nullopt;
  }
  return out.fh;
}

std::optional<Packet> FuseClient::Readdir(RecordFormat format, uint64_t nodeid,
                                          uint64_t fh, uint64_t offset,
                                          uint32_t size) {
  const std::string what = std::string(OpcodeName(format)) + " of " +
                           std::to_string(size) + " bytes at offset " +
                           std::to_string(offset);
  Packet payload;
  const int err = Ask(EncodeReaddir(NextHead(nodeid), format, fh, offset, size),
                      what, size, &payload);
  if (err > 0) FailErrno(what, err);
  if (err != 0) return std::nullopt;
  return payload;
}

bool FuseClient::Releasedir(uint64_t nodeid, uint64_t fh) {
  if (no_opendir_) return true;
  Packet payload;
  const int err = Ask(EncodeReleasedir(NextHead(nodeid), fh), "RELEASEDIR",
                      kFixedPayload, &payload);
  // Linux looks at no error of RELEASEDIR.
  return err >= 0;
}

bool FuseClient::Forget(uint64_t nodeid, uint64_t nlookup) {
  return Send(EncodeForget(NextHead(nodeid), nlookup), "FORGET");
}

bool FuseClient::Destroy() {
  Packet payload;
  return Ask(EncodeDestroy(NextHead(0)), "DESTROY", kFixedPayload, &payload) >=
         0;
}

}  // namespace fuse_dirents
