// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A FUSE server that does one thing wrong.
//
//   fake_server MODE /dev/fd/N [DIRECTORY]
//
// serves the directories of FakeTree.  MODE is a mode of kFaults, or one of
// those that Serve() and ServeReaddir() name; "good" does nothing wrong.  At
// the end it prints how many lookups it still counts, and exits with status 3
// if there are any.

#include <linux/fuse.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "parser/wire.h"
#include "tools/fake_server/fake_listing.h"
#include "tools/fake_server/fake_nodes.h"
#include "tools/fake_server/fake_tree.h"

namespace fuse_dirents {
namespace {

class Server {
 public:
  Server(const std::string& mode, int fd, FakeTree tree)
      : mode_(mode),
        fd_(fd),
        tree_(std::move(tree)),
        nodes_(mode),
        listing_(mode, &tree_, &nodes_) {}

  int Run() {
    std::vector<char> request(1 << 16);
    for (;;) {
      const ssize_t got = read(fd_, request.data(), request.size());
      if (got <= 0) break;
      fuse_in_header header;
      FUSE_DIRENTS_CHECK(static_cast<size_t>(got) >= sizeof header);
      std::memcpy(&header, request.data(), sizeof header);
      FUSE_DIRENTS_CHECK(header.len == static_cast<size_t>(got));
      Serve(header, request.data() + sizeof header);
      if (header.opcode == FUSE_DESTROY) break;
    }
    std::fprintf(stderr, "%ld lookups left\n", nodes_.lookups());
    return nodes_.lookups() == 0 ? 0 : 3;
  }

 private:
  template <typename T>
  static T As(const char* body) {
    T value;
    std::memcpy(&value, body, sizeof value);
    return value;
  }

  void Serve(const fuse_in_header& header, const char* body) {
    switch (header.opcode) {
      case FUSE_INIT:
        return ServeInit(header, As<fuse_init_in>(body));
      case FUSE_LOOKUP:
        return ServeLookup(header, body);
      case FUSE_GETATTR: {
        if (!nodes_.Has(header.nodeid)) return Reply(header, -ESTALE);
        struct {
          uint64_t valid;
          uint32_t valid_nsec, dummy;
          FuseAttr attr;
        } out = {.valid = 1, .valid_nsec = 0, .dummy = 0, .attr = {}};
        out.attr.ino = header.nodeid;
        return Reply(header, 0, &out, sizeof out);
      }
      case FUSE_FORGET:
        nodes_.Forget(header.nodeid, As<fuse_forget_in>(body).nlookup);
        if (mode_ == "answers_forget") Reply(header, 0);
        return;
      case FUSE_BATCH_FORGET: {
        const auto in = As<fuse_batch_forget_in>(body);
        for (uint32_t i = 0; i < in.count; ++i) {
          const auto one = As<fuse_forget_one>(body + sizeof in +
                                               i * sizeof(fuse_forget_one));
          nodes_.Forget(one.nodeid, one.nlookup);
        }
        return;
      }
      case FUSE_OPENDIR: {
        if (mode_ == "no_opendir") return Reply(header, -ENOSYS);
        fuse_open_out out = {};
        out.fh = listing_.Open(header.nodeid);
        return Reply(header, 0, &out, sizeof out);
      }
      case FUSE_RELEASEDIR:
        listing_.Close(As<fuse_release_in>(body).fh);
        return Reply(header, 0);
      case FUSE_READDIR:
      case FUSE_READDIRPLUS:
        return ServeReaddir(header, As<fuse_read_in>(body));
      case FUSE_DESTROY:
        FUSE_DIRENTS_CHECK(mode_ != "good" || listing_.open() == 0);
        return Reply(header, 0);
      default:
        return Reply(header, -ENOSYS);
    }
  }

  void ServeInit(const fuse_in_header& header, const fuse_init_in& in) {
    FUSE_DIRENTS_CHECK(in.major == 7 && in.minor == 38);
    FUSE_DIRENTS_CHECK((in.flags & FUSE_DO_READDIRPLUS) != 0);
    // A reply by splice is no packet.
    FUSE_DIRENTS_CHECK((in.flags & (FUSE_SPLICE_WRITE | FUSE_SPLICE_MOVE |
                                    FUSE_SPLICE_READ)) == 0);
    if (mode_ == "hang_in_init") pause();
    if (mode_ == "crash_in_init") {
      std::fprintf(stderr, "fake_server: planned crash\n");
      raise(SIGKILL);
    }
    fuse_init_out out = {};
    out.major = mode_ == "protocol_8" ? 8 : FUSE_KERNEL_VERSION;
    out.minor = 31;
    out.max_write = 1 << 20;
    if (mode_ != "no_plus" && mode_ != "lookup_new_node") {
      out.flags = FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO;
    }
    if (mode_ == "plus_only") out.flags = FUSE_DO_READDIRPLUS;
    Reply(header, 0, &out, sizeof out);
  }

  void ServeLookup(const fuse_in_header& header, const char* name) {
    const std::vector<FakeEntry> entries = tree_.Entries(header.nodeid);
    for (size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].name != name) continue;
      const FuseEntryOut out = nodes_.Lookup(entries[i], i);
      return out.nodeid == 0 ? Reply(header, -ENOENT)
                             : Reply(header, 0, &out, sizeof out);
    }
    Reply(header, -ENOENT);
  }

  void ServeReaddir(const fuse_in_header& header, const fuse_read_in& in) {
    if (mode_ == "hang" && in.offset > 0) pause();
    if (mode_ == "crash" && in.offset > 0) raise(SIGKILL);
    if (mode_ == "exit" && in.offset > 0) _exit(5);
    if (mode_ == "flood") {
      // Sixteen writers to one reader: a packet is always there.
      for (int i = 0; i < 4; ++i) FUSE_DIRENTS_CHECK(fork() >= 0);
      const fuse_in_header notification = {};  // unique 0
      for (;;) Reply(notification, FUSE_NOTIFY_POLL);
    }
    if (mode_ == "error") return Reply(header, -EIO);
    if (mode_ == "short_frame") return Send("garbage", 7);
    if (mode_ == "bad_records") {
      const std::string ones(in.size, '\xff');
      return Reply(header, 0, ones.data(), ones.size());
    }
    if (mode_ == "wrong_unique") {
      fuse_in_header other = header;
      other.unique += 1000;
      return Reply(other, 0);
    }
    const bool plus = header.opcode == FUSE_READDIRPLUS;
    if (mode_ == "plus_only" && !plus) return Reply(header, -ENOSYS);
    // Without OPENDIR the handle is 0.
    const uint64_t fh = in.fh == 0 ? listing_.Open(header.nodeid) : in.fh;
    const FakeReply reply = listing_.Read(
        fh, plus ? RecordFormat::kDirentplus : RecordFormat::kDirent, in.offset,
        in.size);
    if (in.fh == 0) listing_.Close(fh);
    Reply(header, reply.error, reply.payload.data(), reply.payload.size());
    if (mode_ == "answers_twice") Reply(header, 0);
  }

  void Reply(const fuse_in_header& request, int error,
             const void* payload = nullptr, size_t size = 0) {
    fuse_out_header header = {};
    header.len = static_cast<uint32_t>(sizeof header + size);
    header.error = error;
    header.unique = request.unique;
    std::string packet(reinterpret_cast<const char*>(&header), sizeof header);
    if (size > 0) packet.append(static_cast<const char*>(payload), size);
    Send(packet.data(), packet.size());
  }

  void Send(const void* data, size_t size) {
    if (write(fd_, data, size) != static_cast<ssize_t>(size)) _exit(4);
  }

  const std::string mode_;
  const int fd_;
  FakeTree tree_;
  FakeNodes nodes_;
  FakeListing listing_;
};

int Main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::puts("some library 1.2\nfake server 4.5\nFUSE library version 3.0");
    return 0;
  }
  constexpr char kPrefix[] = "/dev/fd/";
  if (argc < 3 || argc > 4 ||
      std::strncmp(argv[2], kPrefix, sizeof kPrefix - 1) != 0) {
    std::fprintf(stderr, "fake_server: bad arguments\n");
    return 1;
  }
  return Server(argv[1], std::atoi(argv[2] + sizeof kPrefix - 1),
                argc == 4 ? FakeTree(argv[3]) : FakeTree())
      .Run();
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
