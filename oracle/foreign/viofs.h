// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Stands in for what ReadDirectory() of virtio-win's viofs uses.

#ifndef FUSE_DIRENTS_ORACLE_FOREIGN_VIOFS_H_
#define FUSE_DIRENTS_ORACLE_FOREIGN_VIOFS_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <vector>

#include "oracle/foreign/client.h"

using BOOLEAN = bool;
using BYTE = uint8_t;
using NTSTATUS = int32_t;
using PBYTE = uint8_t*;
using PULONG = uint32_t*;
using PVOID = void*;
using PWSTR = wchar_t*;
using UINT16 = uint16_t;
using UINT32 = uint32_t;
using UINT64 = uint64_t;
using ULONG = uint32_t;
using ULONG64 = uint64_t;
using VOID = void;
using WCHAR = wchar_t;

constexpr bool TRUE = true, FALSE = false;
constexpr int CP_UTF8 = 65001;
constexpr int MAX_PATH = 260;  // WCHARs.
constexpr NTSTATUS STATUS_SUCCESS = 0;
constexpr NTSTATUS STATUS_IO_DEVICE_ERROR = -1;
constexpr NTSTATUS STATUS_INSUFFICIENT_RESOURCES = -2;

#define NT_SUCCESS(status) ((status) >= 0)
#define ZeroMemory(at, size) memset(at, 0, size)
#define DBG(...)

struct FSP_FSCTL_DIR_INFO {
  UINT16 Size;
  struct {
  } FileInfo;
  WCHAR FileNameBuf[];
};

struct FUSE_READ_OUT {
  fuse_out_header hdr;
  char buf[];
};

struct VIRTFS_FILE_CONTEXT {
  PVOID DirBuffer;
};

// The mount, and the parse.
struct VIRTFS {
  client_parse parse;
  // The record whose name was converted last, and those in the directory
  // buffer, by their places in the reply.
  size_t current = 0;
  bool is_first = true;  // No record was converted yet.
  std::vector<size_t> buffered;
  const char* reply_copy = nullptr;

  NTSTATUS SubmitReadDirRequest(const VIRTFS_FILE_CONTEXT*, UINT64 offset, bool,
                                FUSE_READ_OUT* out, size_t) {
    out->hdr.len = sizeof out->hdr;
    if (parse.requests++ == 0 && parse.reply->nbytes > 0) {
      out->hdr.len += static_cast<UINT32>(parse.reply->nbytes);
      std::memcpy(out->buf, client_bytes(&parse), parse.reply->nbytes);
      reply_copy = out->buf;
    } else if (!is_first) {
      // The function starts at offset 0, wherever the parse does.
      *parse.pos = offset;
    }
    return STATUS_SUCCESS;
  }

  // Adds one to a count, which cannot fail.
  void LookupMapNewOrIncNode(UINT64) {
    const dirents_entry entry = client_entry(&parse, current);
    parse.sink->link(parse.sink->ctx, &entry, client_bytes(&parse) + current);
  }
};

inline VIRTFS* the_mount;

struct FSP_FILE_SYSTEM {
  VIRTFS* UserContext;
};

inline void SetFileInfo(VIRTFS*, const fuse_entry_out*, void*) {}

// One WCHAR a byte.  Where not all fit, those that do are written.
inline int MultiByteToWideChar(int, int, const char* from, uint32_t size,
                               WCHAR* to, int room) {
  the_mount->is_first = false;
  the_mount->current = static_cast<size_t>(from - the_mount->reply_copy) -
                       sizeof(fuse_direntplus);
  for (uint32_t i = 0; i < size && i < static_cast<uint32_t>(room); ++i) {
    to[i] = static_cast<uint8_t>(from[i]);
  }
  return size <= static_cast<uint32_t>(room) ? static_cast<int>(size) : 0;
}

// The buffer of the reply has just its bytes, whatever was asked for.
inline void* GetProcessHeap() { return nullptr; }
inline void* HeapAlloc(void*, int, size_t) {
  return std::malloc(sizeof(fuse_out_header) + the_mount->parse.reply->nbytes);
}
inline void SafeHeapFree(void* at) { std::free(at); }

inline bool FspFileSystemAcquireDirectoryBuffer(PVOID*, bool, NTSTATUS*) {
  return true;
}
inline bool FspFileSystemFillDirectoryBuffer(PVOID*, FSP_FSCTL_DIR_INFO*,
                                             NTSTATUS*) {
  the_mount->buffered.push_back(the_mount->current);
  return true;
}
inline void FspFileSystemReleaseDirectoryBuffer(PVOID*) {}

// The caller reads the directory buffer.
inline void FspFileSystemReadDirectoryBuffer(PVOID*, PWSTR, PVOID, ULONG,
                                             PULONG) {
  const client_parse& parse = the_mount->parse;
  uint64_t last_taken = parse.reply->start_off;
  for (const size_t at : the_mount->buffered) {
    const dirents_entry entry = client_entry(&parse, at);
    if (parse.sink->emit(parse.sink->ctx, &entry) == 0) {
      *parse.pos = last_taken;
      return;
    }
    last_taken = entry.off;
  }
}

#endif  // FUSE_DIRENTS_ORACLE_FOREIGN_VIOFS_H_
