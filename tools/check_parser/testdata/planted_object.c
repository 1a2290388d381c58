/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A shared object with a right parser that misbehaves as the variable MISDEED
 * says: as it is loaded, or on replies of more than 100 bytes. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define dirents_parse right_parse
#include "properties/examples/c_parser/c_parser.c"
#undef dirents_parse

static const char* misdeed = "";

void* last_leak;

static int does(const char* what) { return strcmp(misdeed, what) == 0; }

static void print_junk(void) {
  puts("rule: forged\n\033]0;title\a\033[2J");
  fflush(stdout);
}

/* Ends only if it is killed, and holds a lock until then.  Closes `waited_for`
 * once it has the lock. */
static void hold(int waited_for) {
  const int fd = open(getenv("HELD"), O_RDWR | O_CREAT, 0600);
  if (fd < 0 || flock(fd, LOCK_EX) != 0) _exit(1);
  close(waited_for);
  for (;;) pause();
}

/* Returns once the child has the lock, so one that is left from an earlier load
 * blocks it. */
static void fork_holder(void) {
  int ends[2];
  char none;
  if (pipe(ends) != 0) _exit(1);
  if (fork() == 0) {
    close(ends[0]);
    hold(ends[1]);
  }
  close(ends[1]);
  if (read(ends[0], &none, 1) != 0) _exit(1);
  close(ends[0]);
}

__attribute__((constructor)) static void on_load(void) {
  if (getenv("MISDEED") != NULL) misdeed = getenv("MISDEED");
  if (does("prints_on_load")) print_junk();
  if (does("exits_on_load")) {
    puts("no license found");
    exit(0);
  }
  if (does("crashes_on_load")) raise(SIGSEGV);
  if (does("blocks_on_load")) pause();
  if (does("hangs_on_load")) {
    for (;;) {
    }
  }
  if (does("forks_on_load")) fork_holder();
}

int misbehave(const struct dirents_reply* reply,
              const struct dirents_sink* sink, uint64_t* pos) {
  if (reply->nbytes <= 100) return right_parse(reply, sink, pos);
  if (does("prints_and_writes")) print_junk();
  if (does("exits")) exit(0);
  if (does("crashes")) raise(SIGSEGV);
  if (does("blocks")) pause();
  if (does("holds")) hold(-1);
  if (does("hangs")) {
    for (;;) {
    }
  }
  if (does("leaks")) last_leak = malloc(100);
  if (does("overflows")) {
    /* malloc() rounds up to 24: the byte past 7 is nobody's. */
    volatile char* const block = malloc(7);
    if (block == NULL) return -ENOMEM;
    block[7] = 1;
    free((void*)block);
  }
  if (strstr(misdeed, "writes") != NULL)
    *(volatile char*)reply->segments[0].base = 1;
  return right_parse(reply, sink, pos);
}
