// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A FUSE server that does one thing wrong.
//
//   fake_server MODE /dev/fd/N
//
// serves a root with the entries "d" (a directory with 40 files) and "f".
// Serve() and ServeReaddir() say what each MODE does wrong; "good" does nothing
// wrong.  At the end it prints how many lookups it still counts, and exits with
// status 3 if there are any.

#include <linux/fuse.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"

namespace {

constexpr uint64_t kDirectory = 2, kFirstFile = 100;
constexpr size_t kFiles = 40;

struct Entry {
  std::string name;
  uint64_t nodeid;
  bool is_directory;
};

std::vector<Entry> EntriesOf(uint64_t nodeid) {
  std::vector<Entry> entries = {{".", nodeid, true}, {"..", 1, true}};
  if (nodeid == FUSE_ROOT_ID) {
    entries.push_back({"d", kDirectory, true});
    entries.push_back({"f", kFirstFile, false});
  } else {
    for (size_t i = 0; i < kFiles; ++i) {
      entries.push_back({"file_" + std::to_string(i), kFirstFile + i, false});
    }
  }
  return entries;
}

class Server {
 public:
  Server(std::string mode, int fd) : mode_(std::move(mode)), fd_(fd) {}

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
    std::fprintf(stderr, "%ld lookups left\n", lookups_);
    return lookups_ == 0 ? 0 : 3;
  }

 private:
  void Serve(const fuse_in_header& header, const char* body) {
    switch (header.opcode) {
      case FUSE_INIT: {
        fuse_init_in in;
        std::memcpy(&in, body, sizeof in);
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
        if (mode_ == "protocol_8") return ReplyInit(header, 8);
        return ReplyInit(header, FUSE_KERNEL_VERSION);
      }
      case FUSE_LOOKUP:
        for (const Entry& entry : EntriesOf(header.nodeid)) {
          if (entry.name == body) {
            ++lookups_;
            const fuse_entry_out out = EntryOut(entry);
            return Reply(header, 0, &out, sizeof out);
          }
        }
        return Reply(header, -ENOENT, nullptr, 0);
      case FUSE_FORGET: {
        fuse_forget_in in;
        std::memcpy(&in, body, sizeof in);
        lookups_ -= static_cast<long>(in.nlookup);
        return;
      }
      case FUSE_OPENDIR: {
        if (mode_ == "no_opendir") return Reply(header, -ENOSYS, nullptr, 0);
        ++open_;
        fuse_open_out out = {};
        out.fh = 7;
        return Reply(header, 0, &out, sizeof out);
      }
      case FUSE_RELEASEDIR:
        --open_;
        return Reply(header, 0, nullptr, 0);
      case FUSE_READDIR:
      case FUSE_READDIRPLUS:
        return ServeReaddir(header, body);
      case FUSE_DESTROY:
        FUSE_DIRENTS_CHECK(open_ == 0);
        return Reply(header, 0, nullptr, 0);
      default:
        return Reply(header, -ENOSYS, nullptr, 0);
    }
  }

  void ReplyInit(const fuse_in_header& header, uint32_t major) {
    fuse_init_out out = {};
    out.major = major;
    out.minor = 31;
    out.max_write = 1 << 20;
    if (mode_ != "no_plus") out.flags = FUSE_DO_READDIRPLUS;
    Reply(header, 0, &out, sizeof out);
  }

  void ServeReaddir(const fuse_in_header& header, const char* body) {
    fuse_read_in in;
    std::memcpy(&in, body, sizeof in);
    FUSE_DIRENTS_CHECK(in.fh == (mode_ == "no_opendir" ? 0u : 7u));
    if (mode_ == "hang" && in.offset > 0) pause();
    if (mode_ == "crash" && in.offset > 0) raise(SIGKILL);
    if (mode_ == "exit" && in.offset > 0) _exit(5);
    if (mode_ == "flood") {
      // Sixteen writers to one reader: a packet is always there.
      for (int i = 0; i < 4; ++i) FUSE_DIRENTS_CHECK(fork() >= 0);
      const fuse_in_header notification = {};  // unique 0
      for (;;) Reply(notification, FUSE_NOTIFY_POLL, nullptr, 0);
    }
    if (mode_ == "error") return Reply(header, -EIO, nullptr, 0);
    if (mode_ == "short_frame") return Send("garbage", 7);
    if (mode_ == "too_long") {
      const std::string zeros(in.size + 8, '\0');
      return Reply(header, 0, zeros.data(), zeros.size());
    }
    if (mode_ == "bad_records") {
      const std::string ones(in.size, '\xff');
      return Reply(header, 0, ones.data(), ones.size());
    }
    if (mode_ == "wrong_unique") {
      fuse_in_header other = header;
      other.unique += 1000;
      return Reply(other, 0, nullptr, 0);
    }
    if (mode_ == "endless") in.offset = 0;
    const bool plus = header.opcode == FUSE_READDIRPLUS;
    const std::vector<Entry> entries = EntriesOf(header.nodeid);
    std::string payload;
    for (size_t i = in.offset; i < entries.size(); ++i) {
      const std::string record = Record(entries[i], i + 1, plus);
      if (payload.size() + record.size() > in.size) break;
      payload += record;
      if (plus && entries[i].name[0] != '.') ++lookups_;
    }
    Reply(header, 0, payload.data(), payload.size());
  }

  static fuse_entry_out EntryOut(const Entry& entry) {
    fuse_entry_out out = {};
    out.nodeid = entry.nodeid;
    out.attr.ino = entry.nodeid;
    out.attr.mode = entry.is_directory ? S_IFDIR | 0755 : S_IFREG | 0644;
    return out;
  }

  static std::string Record(const Entry& entry, uint64_t off, bool plus) {
    std::string record;
    if (plus) {
      const fuse_entry_out out = EntryOut(entry);
      record.append(reinterpret_cast<const char*>(&out), sizeof out);
    }
    char header[24];
    const auto namelen = static_cast<uint32_t>(entry.name.size());
    const uint32_t type = entry.is_directory ? 4 : 8;
    std::memcpy(header, &entry.nodeid, 8);
    std::memcpy(header + 8, &off, 8);
    std::memcpy(header + 16, &namelen, 4);
    std::memcpy(header + 20, &type, 4);
    record.append(header, sizeof header);
    record += entry.name;
    record.resize((record.size() + 7) / 8 * 8);
    return record;
  }

  void Reply(const fuse_in_header& request, int error, const void* payload,
             size_t size) {
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

  std::string mode_;
  int fd_;
  long lookups_ = 0;
  int open_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::puts("some library 1.2\nfake server 4.5\nFUSE library version 3.0");
    return 0;
  }
  constexpr char kPrefix[] = "/dev/fd/";
  if (argc != 3 || std::strncmp(argv[2], kPrefix, sizeof kPrefix - 1) != 0) {
    std::fprintf(stderr, "fake_server: bad arguments\n");
    return 1;
  }
  return Server(argv[1], std::atoi(argv[2] + sizeof kPrefix - 1)).Run();
}
