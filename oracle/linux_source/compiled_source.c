/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Compiles readdir.c of a kernel tree, as it is, and opens its static functions
 * to the rest of the program.  SOURCE_NAME is a prefix for what this file
 * defines, so that several trees fit into one program.  SOURCE_FILE is for a
 * changed copy of readdir.c.
 */

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define OWN(name) PASTE(SOURCE_NAME, name)

/* The one function of readdir.c that is not static. */
#define fuse_readdir OWN(_fuse_readdir)

#include "oracle/linux_source/entry_points.h"
#ifdef SOURCE_FILE
#define STRING_(x) #x
#define STRING(x) STRING_(x)
#include STRING(SOURCE_FILE)
#else
#include "readdir.c"
#endif

#ifdef SOURCE_NAME_MAX
_Static_assert(FUSE_NAME_MAX == SOURCE_NAME_MAX,
               "fuse_i.h has changed: bazel sync --only=linux_tree");
#endif

/* parse_dirplusfile() before the eviction counter was added (6.10), and since.
 * Both branches must compile, so each casts to its own type. */
typedef int parse_plus_5(char*, size_t, struct file*, struct dir_context*, u64);
typedef int parse_plus_6(char*, size_t, struct file*, struct dir_context*, u64,
                         u64);

static int call_parse_dirplusfile(char* buf, size_t nbytes, struct file* file,
                                  struct dir_context* ctx) {
  return _Generic(&parse_dirplusfile,
      parse_plus_5 *: ((parse_plus_5*)parse_dirplusfile)(buf, nbytes, file, ctx,
                                                         1),
      default: ((parse_plus_6*)parse_dirplusfile)(buf, nbytes, file, ctx, 1,
                                                  1));
}

const struct source_entry_points OWN(_entry_points) = {
    .parse_dirfile = parse_dirfile,
    .parse_dirplusfile = call_parse_dirplusfile,
    .fuse_readdir = fuse_readdir,
    .name_max = FUSE_NAME_MAX,
};

int OWN(_parse)(const struct dirents_reply* reply,
                const struct dirents_sink* sink, uint64_t* pos) {
  return parse_with_source(&OWN(_entry_points), reply, sink, pos);
}

int OWN(_parse_cached)(const struct dirents_reply* reply,
                       const struct dirents_sink* sink, uint64_t* pos) {
  return parse_with_cached_source(&OWN(_entry_points), reply, sink, pos);
}
