// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_client.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>

#include "fmt/format.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

// Waits until `events` are possible on `fd`.  Returns false at the deadline,
// even if they are.
bool WaitFor(int fd, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd poll_fd = {fd, events, 0};
    const int ready = poll(&poll_fd, 1, static_cast<int>(left.count()));
    if (ready >= 0 || errno != EINTR) return ready != 0;
  }
}

// Offered in INIT: 32 pages of 4 KiB, as Linux does.
constexpr uint32_t kMaxReadahead = 32 * 4096;

}  // namespace

bool FuseClient::Fail(std::string_view what, std::string_view why) {
  reason_ = why;
  error_ = fmt::format("{}: {}", what, why);
  return false;
}

bool FuseClient::Break(std::string_view what, std::string_view why) {
  broken_ = true;
  return Fail(what, why);
}

bool FuseClient::FailErrno(std::string_view what, int err) {
  const char* name = strerrorname_np(err);
  return Fail(
      what, fmt::format("the server answered {} ({})",
                        name != nullptr ? name : "errno", std::strerror(err)));
}

bool FuseClient::Send(std::string_view what, uint32_t opcode, uint64_t nodeid,
                      ByteRun body) {
  if (broken_) return false;
  fuse_in_header header = {};
  header.opcode = opcode;
  header.unique = ++unique_;
  header.nodeid = nodeid;
  header.uid = geteuid();
  header.gid = getegid();
  header.pid = static_cast<uint32_t>(getpid());
  const Packet request = EncodeRequest(header, body);
  // The server may be slow to take requests, FORGETs above all.
  const Clock::time_point deadline =
      Clock::now() + std::chrono::milliseconds(timeout_ms_);
  for (;;) {
    if (!WaitFor(fd_, POLLOUT, deadline)) {
      return Break(what, "the server hangs: it takes no requests");
    }
    const ssize_t sent =
        send(fd_, request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(request.size())) return true;
    if (errno == EINTR || errno == EAGAIN) continue;
    closed_ = errno == EPIPE || errno == ECONNRESET;
    return Break(what, closed_ ? "the server closed the connection"
                               : std::strerror(errno));
  }
}

bool FuseClient::Ask(std::string_view what, uint32_t opcode, uint64_t nodeid,
                     ByteRun body, size_t max_payload) {
  server_errno_ = 0;
  too_long_ = false;
  if (!Send(what, opcode, nodeid, body)) return false;
  const Clock::time_point deadline =
      Clock::now() + std::chrono::milliseconds(timeout_ms_);
  const size_t max_packet = sizeof(fuse_out_header) + max_payload;
  if (packet_.size() < max_packet) packet_.resize(max_packet);
  for (;;) {
    // The deadline is checked before each packet: a server that floods the
    // socket with notifications always has one ready.
    if (!WaitFor(fd_, POLLIN, deadline)) {
      return Break(what, fmt::format("the server hangs: no reply in {} ms",
                                     timeout_ms_));
    }
    // MSG_TRUNC makes recv() return the real length of a longer packet.
    const ssize_t got =
        recv(fd_, packet_.data(), max_packet, MSG_TRUNC | MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    closed_ = got <= 0;
    if (closed_) return Break(what, "the server closed the connection");
    const auto size = static_cast<size_t>(got);
    const ByteRun bytes(packet_.data(), std::min(size, max_packet));
    if (IsNotification(bytes)) continue;
    FuseReply reply;
    std::string problem;
    if (!DecodeReply(bytes, size, unique_, &reply, &problem)) {
      return Break(what, "the server " + problem);
    }
    payload_.assign(reply.payload.begin(), reply.payload.end());
    too_long_ = size > max_packet;
    if (too_long_) {
      return Fail(what,
                  fmt::format("the server sent {} bytes; expected at most {}",
                              size, max_packet));
    }
    server_errno_ = -reply.error;
    return server_errno_ == 0 || FailErrno(what, server_errno_);
  }
}

template <typename Out>
bool FuseClient::AskFor(std::string_view what, uint32_t opcode, uint64_t nodeid,
                        ByteRun body, Out* out) {
  if (!Ask(what, opcode, nodeid, body)) return false;
  return CopyOut(ByteRun(payload_), out) ||
         Break(what, fmt::format("the server sent {} bytes; expected {}",
                                 payload_.size(), sizeof *out));
}

bool FuseClient::Init() {
  fuse_init_in in = {};
  in.major = FUSE_KERNEL_VERSION;
  in.minor = kProtocolMinor;
  in.max_readahead = kMaxReadahead;
  in.flags = kInitFlags;
  // Replies before 7.23 have no more than this.
  struct {
    uint32_t major, minor, max_readahead, flags;
    uint64_t limits;
  } out;
  if (!AskFor("INIT", FUSE_INIT, 0, BytesOf(in), &out)) return false;
  if (out.major != FUSE_KERNEL_VERSION) {
    return Fail("INIT",
                fmt::format("the server speaks protocol {}.{}; expected 7",
                            out.major, out.minor));
  }
  minor_ = std::min(out.minor, kProtocolMinor);
  readdirplus_ = (out.flags & FUSE_DO_READDIRPLUS) != 0;
  readdirplus_auto_ = readdirplus_ && (out.flags & FUSE_READDIRPLUS_AUTO) != 0;
  return true;
}

std::optional<FuseEntryOut> FuseClient::Lookup(uint64_t parent,
                                               std::string_view name) {
  const std::string what = fmt::format("LOOKUP of {}", name);
  const std::string with_nul = std::string(name) + '\0';
  FuseEntryOut out;
  if (!AskFor(what, FUSE_LOOKUP, parent, std::as_bytes(std::span(with_nul)),
              &out)) {
    return std::nullopt;
  }
  if (out.nodeid != 0) return out;
  FailErrno(what, ENOENT);  // A negative entry that may be cached.
  return std::nullopt;
}

std::optional<uint64_t> FuseClient::Opendir(uint64_t nodeid) {
  if (no_opendir_) return 0;
  fuse_open_in in = {};
  in.flags = O_RDONLY | O_DIRECTORY;
  fuse_open_out out;
  if (AskFor("OPENDIR", FUSE_OPENDIR, nodeid, BytesOf(in), &out)) return out.fh;
  no_opendir_ = server_errno_ == ENOSYS;
  return no_opendir_ ? std::optional<uint64_t>(0) : std::nullopt;
}

std::optional<Packet> FuseClient::Readdir(RecordFormat format, uint64_t nodeid,
                                          uint64_t fh, uint64_t offset,
                                          uint32_t size) {
  fuse_read_in in = {};
  in.fh = fh;
  in.offset = offset;
  in.size = size;
  in.flags = O_RDONLY | O_DIRECTORY;
  const std::string what = fmt::format("{} of {} bytes at offset {}",
                                       OpcodeName(format), size, offset);
  const uint32_t opcode =
      format == RecordFormat::kDirent ? FUSE_READDIR : FUSE_READDIRPLUS;
  if (!Ask(what, opcode, nodeid, BytesOf(in), size)) return std::nullopt;
  return payload_;
}

bool FuseClient::Releasedir(uint64_t nodeid, uint64_t fh) {
  if (no_opendir_) return true;
  fuse_release_in in = {};
  in.fh = fh;
  in.flags = O_RDONLY | O_DIRECTORY;
  // Linux ignores errors of RELEASEDIR.
  return Ask("RELEASEDIR", FUSE_RELEASEDIR, nodeid, BytesOf(in)) ||
         server_errno_ != 0;
}

size_t FuseClient::MaxReply() const {
  int buffer = 0;
  socklen_t size = sizeof buffer;
  if (getsockopt(fd_, SOL_SOCKET, SO_SNDBUF, &buffer, &size) != 0) return 0;
  constexpr size_t kOverhead = 32 + sizeof(fuse_out_header);
  const auto bytes = static_cast<size_t>(buffer);
  return bytes < kOverhead ? 0 : bytes - kOverhead;
}

std::optional<FuseAttr> FuseClient::Getattr(uint64_t nodeid) {
  const fuse_getattr_in in = {};
  struct {
    uint64_t attr_valid;
    uint32_t attr_valid_nsec, dummy;
    FuseAttr attr;
  } out;
  static_assert(sizeof out == sizeof(fuse_attr_out));
  if (!AskFor("GETATTR", FUSE_GETATTR, nodeid, BytesOf(in), &out)) {
    return std::nullopt;
  }
  return out.attr;
}

bool FuseClient::Forget(uint64_t nodeid, uint64_t nlookup) {
  fuse_forget_in in = {};
  in.nlookup = nlookup;
  return Send("FORGET", FUSE_FORGET, nodeid, BytesOf(in));
}

bool FuseClient::ForgetEach(std::span<const uint64_t> nodeids) {
  if (minor_ < 16 || nodeids.size() == 1) {
    return std::ranges::all_of(
        nodeids, [this](uint64_t nodeid) { return Forget(nodeid); });
  }
  // As many as fit a page, as in fuse_read_batch_forget().
  constexpr size_t kMost =
      (4096 - sizeof(fuse_in_header) - sizeof(fuse_batch_forget_in)) /
      sizeof(fuse_forget_one);
  while (!nodeids.empty()) {
    const auto some = nodeids.first(std::min(kMost, nodeids.size()));
    nodeids = nodeids.subspan(some.size());
    fuse_batch_forget_in in = {};
    in.count = static_cast<uint32_t>(some.size());
    const ByteRun head = BytesOf(in);
    Packet body(head.begin(), head.end());
    for (const uint64_t nodeid : some) {
      const fuse_forget_one one = {.nodeid = nodeid, .nlookup = 1};
      const ByteRun bytes = BytesOf(one);
      body.insert(body.end(), bytes.begin(), bytes.end());
    }
    if (!Send("BATCH_FORGET", FUSE_BATCH_FORGET, 0, body)) return false;
  }
  return true;
}

bool FuseClient::Destroy() {
  return Ask("DESTROY", FUSE_DESTROY, 0, {}) || server_errno_ != 0;
}

}  // namespace fuse_dirents
