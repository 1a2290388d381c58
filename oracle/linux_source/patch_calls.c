/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Makes each call that "fuse: back uncached readdir buffers with pages" makes,
 * in its v4 and as applied, so that the stand-ins carry them without a tree.
 */

#include "oracle/linux_source/patch_calls.h"

#include "oracle/linux_source/kernel/inlines.h"

/* Allocates up to `asked` pages and describes `*bytes` of them in `ap`. */
static struct page** allocate(struct fuse_args_pages* ap, unsigned int asked,
                              size_t* bytes) {
  struct page** list __free(kvfree) =
      kvcalloc(asked, sizeof(*list), GFP_KERNEL);
  if (!list) return NULL;
  unsigned int got = alloc_pages_bulk(GFP_KERNEL, asked, list);
  if (got == 0) return NULL;
  *bytes = min_t(size_t, *bytes, (size_t)got << PAGE_SHIFT);
  ap->folios = fuse_folios_alloc(got, GFP_KERNEL, &ap->descs);
  if (!ap->folios) {
    release_pages(list, got);
    return NULL;
  }
  for (unsigned int i = 0; i < got; i++) {
    ap->folios[i] = page_folio(list[i]);
    ap->descs[i].length =
        min_t(size_t, *bytes - (size_t)i * PAGE_SIZE, PAGE_SIZE);
  }
  ap->num_folios = got;
  ap->args.out_pages = true;
  return no_free_ptr(list);
}

int make_patch_calls(struct fuse_mount* fm, int count, size_t* asked_bytes) {
  struct fuse_io_args ia = {};
  struct fuse_args_pages* ap = &ia.ap;
  struct fuse_file ff = {.nodeid = 2};
  struct file file = {.private_data = &ff};
  size_t bytes =
      clamp((unsigned int)count, PAGE_SIZE, fm->fc->max_pages << PAGE_SHIFT);
  /* An array by the other name; it is not used. */
  void* array =
      kcalloc(DIV_ROUND_UP(bytes, PAGE_SIZE), sizeof(void*), GFP_KERNEL);
  if (!array) return -ENOMEM;
  kfree(array);

  struct page** pages = allocate(ap, DIV_ROUND_UP(bytes, PAGE_SIZE), &bytes);
  if (!pages) return -ENOMEM;
  *asked_bytes = bytes;
  fuse_read_args_fill(&ia, &file, 0, bytes, FUSE_READDIR);
  ssize_t res = fuse_simple_request(fm, &ap->args);
  if (res > 0) {
    char* buf = vm_map_ram(pages, ap->num_folios, -1);
    if (!buf) {
      res = -ENOMEM;
    } else {
      /* The first and the last byte of the reply. */
      res = buf[0] + buf[res - 1];
      vm_unmap_ram(buf, ap->num_folios);
    }
  }
  kfree(ap->folios);
  release_pages(pages, ap->num_folios);
  kvfree(pages);
  return (int)res;
}
