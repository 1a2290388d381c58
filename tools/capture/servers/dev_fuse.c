// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For LD_PRELOAD in a server on libfuse 2, which does not know the mount point
// /dev/fd/N.  open("/dev/fuse") returns the descriptor that FUSE_SOCKET names,
// and mount() succeeds and does nothing.
//
//     cc -shared -fPIC -o dev_fuse.so dev_fuse.c

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

typedef int (*OpenFunction)(const char*, int, ...);

static int OpenAs(const char* function, const char* path, int flags,
                  mode_t mode) {
  const char* socket = getenv("FUSE_SOCKET");
  if (socket != NULL && strcmp(path, "/dev/fuse") == 0) {
    return dup(atoi(socket));
  }
  return ((OpenFunction)dlsym(RTLD_NEXT, function))(path, flags, mode);
}

static mode_t ModeOf(int flags, va_list arguments) {
  const int has_mode = (flags & (O_CREAT | O_TMPFILE)) != 0;
  return has_mode ? va_arg(arguments, mode_t) : 0;
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = ModeOf(flags, arguments);
  va_end(arguments);
  return OpenAs("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = ModeOf(flags, arguments);
  va_end(arguments);
  return OpenAs("open64", path, flags, mode);
}

int mount(const char* source, const char* target, const char* type,
          unsigned long flags, const void* data) {
  (void)source, (void)target, (void)type, (void)flags, (void)data;
  return 0;
}

int umount2(const char* target, int flags) {
  (void)target, (void)flags;
  return 0;
}
