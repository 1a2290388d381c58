/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "oracle/foreign/edk2.h"

#include "VirtioFsFuseAttrToEfiFileInfo.inc"
#include "VirtioFsFuseDirentPlusToEfiFileInfo.inc"
/* Uses both. */
#include "PopulateFileInfo.inc"

_Static_assert(sizeof(VIRTIO_FS_FUSE_DIRENTPLUS_RESPONSE) ==
                   sizeof(struct fuse_direntplus),
               "the tree has another record");

static EFI_STATUS NotedFileInfo(VIRTIO_FS_FUSE_DIRENTPLUS_RESPONSE* record,
                                UINTN size, EFI_FILE_INFO* info) {
  const EFI_STATUS status = PopulateFileInfo(record, size, info);
  if (!EFI_ERROR(status)) {
    edk2_cached[edk2_num_cached++] = (size_t)((UINT8*)record - edk2_reply);
  }
  return status;
}

#define PopulateFileInfo NotedFileInfo
#include "RefillFileInfoCache.inc"

/* The caller reads the cache entry by entry. */
static void offer_cache(const struct client_parse* parse) {
  uint64_t last_taken = parse->reply->start_off;
  for (size_t i = 0; i < edk2_num_cached; ++i) {
    const struct dirents_entry entry = client_entry(parse, edk2_cached[i]);
    if (!parse->sink->emit(parse->sink->ctx, &entry)) {
      *parse->pos = last_taken;
      return;
    }
    last_taken = entry.off;
  }
}

int edk2_parse(const struct dirents_reply* reply,
               const struct dirents_sink* sink, uint64_t* pos) {
  struct client_parse parse = {reply, sink, pos, 0};
  VIRTIO_FS_FILE file = {&parse, 1, 0, *pos};
  edk2_reply_bytes = reply->nbytes;
  edk2_reply = NULL;
  edk2_cache_entries = reply->nbytes / sizeof(struct fuse_direntplus) + 1;
  edk2_cached = malloc(edk2_cache_entries * sizeof *edk2_cached);
  edk2_num_cached = 0;
  const EFI_STATUS status = RefillFileInfoCache(&file);
  if (!EFI_ERROR(status)) offer_cache(&parse);
  free(file.FileInfoArray);
  free(edk2_cached);
  return EFI_ERROR(status) ? -(int)(uint32_t)status : 0;
}
