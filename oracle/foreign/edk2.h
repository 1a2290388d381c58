/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stands in for what RefillFileInfoCache() of EDK2's VirtioFsDxe uses.
 */
#ifndef FUSE_DIRENTS_ORACLE_FOREIGN_EDK2_H_
#define FUSE_DIRENTS_ORACLE_FOREIGN_EDK2_H_

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "oracle/foreign/client.h"

#define IN
#define OUT
#define STATIC static
#define VOID void
#define TRUE true

typedef bool BOOLEAN;
typedef uint8_t UINT8;
typedef uint16_t UINT16, CHAR16;
typedef uint32_t UINT32;
typedef int32_t INT32;
typedef int64_t INT64;
typedef uint64_t UINT64, UINTN;
#define MAX_UINTN UINT64_MAX

#define BIT0 0x1u
#define BIT1 0x2u
#define BIT2 0x4u
#define BIT3 0x8u
#define BIT4 0x10u
#define BIT5 0x20u
#define BIT6 0x40u
#define BIT7 0x80u
#define BIT8 0x100u
#define BIT55 (1ull << 55)
#define SIZE_4KB 4096u
#define ALIGN_VALUE(value, alignment) \
  (((value) + (alignment) - 1) / (alignment) * (alignment))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define OFFSET_OF(type, member) offsetof(type, member)
#define LShiftU64(value, bits) ((UINT64)(value) << (bits))

typedef UINTN EFI_STATUS;
#define EFI_ERROR(status) ((int64_t)(status) < 0)
enum { EFI_SUCCESS };
#define EFI_FAILURE(error) ((1ull << 63) | (error))
#define EFI_INVALID_PARAMETER EFI_FAILURE(EINVAL)
#define EFI_UNSUPPORTED EFI_FAILURE(EOPNOTSUPP)
#define EFI_BUFFER_TOO_SMALL EFI_FAILURE(ENOBUFS)
#define EFI_OUT_OF_RESOURCES EFI_FAILURE(ENOMEM)
#define EFI_PROTOCOL_ERROR EFI_FAILURE(EPROTO)

typedef struct {
  UINT16 TimeZone;
  UINT8 Daylight, Pad1, Pad2;
} EFI_TIME;

enum { EFI_FILE_READ_ONLY = 1, EFI_FILE_DIRECTORY = 16 };

typedef struct {
  UINT64 Size, FileSize, PhysicalSize;
  EFI_TIME CreateTime, LastAccessTime, ModificationTime;
  UINT64 Attribute;
  CHAR16 FileName[1];
} EFI_FILE_INFO;

static inline void EpochToEfiTime(UINTN seconds, EFI_TIME* time) {
  (void)seconds, (void)time;
}

#include <IndustryStandard/VirtioFs.h>

typedef struct client_parse VIRTIO_FS;

typedef struct {
  VIRTIO_FS* OwnerFs;
  UINT64 NodeId, FuseHandle, FilePosition;
  UINT8* FileInfoArray;
  UINTN SingleFileInfoSize, NumFileInfo, NextFileInfo;
} VIRTIO_FS_FILE;

/* Entries that the cache holds; the function compares with it.  The cache is
 * large enough for any reply: the sink says when the caller's buffer is full.
 */
#define VIRTIO_FS_FILE_MAX_FILE_INFO edk2_cache_entries
static UINTN edk2_cache_entries;

/* The longest name by statfs, as most file systems report it. */
enum { EDK2_NAMELEN = 255 };

static inline EFI_STATUS VirtioFsFuseStatFs(
    VIRTIO_FS* fs, UINT64 node, VIRTIO_FS_FUSE_STATFS_RESPONSE* statfs) {
  (void)fs, (void)node;
  statfs->Namelen = EDK2_NAMELEN;
  return EFI_SUCCESS;
}

/* The first buffer is for the reply.  It has just the reply's bytes. */
static size_t edk2_reply_bytes;
static UINT8* edk2_reply;

static inline void* AllocatePool(UINTN size) {
  if (edk2_reply != NULL) return malloc(size);
  edk2_reply = (UINT8*)malloc(edk2_reply_bytes + (edk2_reply_bytes == 0));
  return edk2_reply;
}

static inline void FreePool(void* pool) { free(pool); }

static inline EFI_STATUS VirtioFsFuseReadFileOrDir(VIRTIO_FS* fs, UINT64 node,
                                                   UINT64 handle,
                                                   BOOLEAN is_dir,
                                                   UINT64 offset, UINT32* size,
                                                   VOID* data) {
  (void)node, (void)handle, (void)is_dir;
  *size = 0;
  if (fs->requests++ == 0 && edk2_reply_bytes > 0) {
    *size = (UINT32)edk2_reply_bytes;
    memcpy(data, client_bytes(fs), edk2_reply_bytes);
  } else {
    *fs->pos = offset;
  }
  return EFI_SUCCESS;
}

static inline void VirtioFsFuseForget(VIRTIO_FS* fs, UINT64 node) {
  fs->sink->forget(fs->sink->ctx, node);
}

/* The places in the reply of the records that became cache entries, in order.
 */
static size_t* edk2_cached;
static size_t edk2_num_cached;

#endif /* FUSE_DIRENTS_ORACLE_FOREIGN_EDK2_H_ */
