/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the stand-ins of every client need: the reply that is parsed.
 */
#ifndef FUSE_DIRENTS_ORACLE_FOREIGN_CLIENT_H_
#define FUSE_DIRENTS_ORACLE_FOREIGN_CLIENT_H_

#include <linux/fuse.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "parser/parser_under_test.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One parse.  A client's stand-ins find it in a variable of their file. */
struct client_parse {
  const struct dirents_reply* reply;
  const struct dirents_sink* sink;
  uint64_t* pos;
  int requests; /* answered so far; the second is the end of the directory */
};

/* The bytes of the reply.  REQUIRES: it lies in one segment. */
static inline const char* client_bytes(const struct client_parse* parse) {
  return (const char*)parse->reply->segments[0].base;
}

/* The entry of the READDIRPLUS record at `at` bytes of the reply. */
static inline struct dirents_entry client_entry(
    const struct client_parse* parse, size_t at) {
  const char* const record = client_bytes(parse) + at;
  struct fuse_direntplus header;
  memcpy(&header, record, sizeof header);
  const struct dirents_entry entry = {header.dirent.ino, header.dirent.off,
                                      header.dirent.type, header.dirent.namelen,
                                      record + sizeof header};
  return entry;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_ORACLE_FOREIGN_CLIENT_H_ */
