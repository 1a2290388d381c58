/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The uncached step of newer kernels, in our own words, for a readdir.c with
 * one page: kvmalloc() by the caller's count, and the pages of "fuse: back
 * uncached readdir buffers with pages".  plant.sh appends this file to a copy
 * of readdir.c.  It makes each call that the newer ones make, so that the
 * stand-ins for them are tested without a newer tree.
 */

/* compiled_source.c */
static int call_parse_dirplusfile(char* buf, size_t nbytes, struct file* file,
                                  struct dir_context* ctx);

struct planted_request {
  struct fuse_io_args ia;
  struct file* file;
  struct dir_context* ctx;
  bool plus;
};

static size_t planted_size(struct planted_request* request) {
  struct fuse_conn* fc = get_fuse_conn(file_inode(request->file));
  return clamp((unsigned int)request->ctx->count, PAGE_SIZE,
               fc->max_pages << PAGE_SHIFT);
}

/* Asks for `bytes`; returns the length of the reply or an error. */
static ssize_t planted_ask(struct planted_request* request, size_t bytes) {
  struct file* file = request->file;
  struct inode* inode = file_inode(file);
  struct fuse_file* ff = file->private_data;
  request->plus = fuse_use_readdirplus(inode, request->ctx);
  fuse_read_args_fill(&request->ia, file, request->ctx->pos, bytes,
                      request->plus ? FUSE_READDIRPLUS : FUSE_READDIR);
  ssize_t res =
      fuse_simple_request(get_fuse_mount(inode), &request->ia.ap.args);
  if (res == 0 && (ff->open_flags & FOPEN_CACHE_DIR))
    fuse_readdir_cache_end(file, request->ctx->pos);
  return res;
}

static int planted_records(struct planted_request* request, void* buf,
                           size_t nbytes) {
  return request->plus
             ? call_parse_dirplusfile(buf, nbytes, request->file, request->ctx)
             : parse_dirfile(buf, nbytes, request->file, request->ctx);
}

static int planted_by_kvmalloc(struct planted_request* request) {
  size_t bytes = planted_size(request);
  void* buf = kvmalloc(bytes, GFP_KERNEL);
  if (!buf) return -ENOMEM;
  request->ia.ap.args.out_args[0].value = buf;
  ssize_t res = planted_ask(request, bytes);
  if (res > 0) res = planted_records(request, buf, res);
  if (!is_planted(buffer_kept)) kvfree(buf);
  return res;
}

static int planted_by_pages(struct planted_request* request) {
  struct fuse_args_pages* ap = &request->ia.ap;
  size_t bytes = planted_size(request);
  unsigned int asked = DIV_ROUND_UP(bytes, PAGE_SIZE);
  struct page** list __free(kvfree) =
      kvcalloc(asked, sizeof(*list), GFP_KERNEL);
  if (!list) return -ENOMEM;
  unsigned int got = alloc_pages_bulk(GFP_KERNEL, asked, list);
  if (got == 0) return -ENOMEM;
  if (got < asked && !is_planted(short_allocation_ignored))
    bytes = (size_t)got << PAGE_SHIFT;
  ssize_t res = -ENOMEM;
  ap->folios = fuse_folios_alloc(got, GFP_KERNEL, &ap->descs);
  if (ap->folios) {
    for (unsigned int i = 0; i < got; i++) {
      ap->folios[i] = page_folio(list[i]);
      ap->descs[i].length =
          min_t(size_t, bytes - (size_t)i * PAGE_SIZE, PAGE_SIZE);
    }
    ap->num_folios = got;
    ap->args.out_pages = true;
    res = planted_ask(request, bytes);
  }
  if (res > 0) {
    void* buf = vm_map_ram(list, got, NUMA_NO_NODE);
    if (!buf && is_planted(pages_kept_without_mapping)) got = 0;
    res = buf ? planted_records(request, buf, res) : -ENOMEM;
    if (buf && !is_planted(mapping_kept)) vm_unmap_ram(buf, got);
  }
  if (!is_planted(folios_kept)) kfree(ap->folios);
  if (!is_planted(pages_kept)) release_pages(list, got);
  return res;
}

static int planted_uncached(struct file* file, struct dir_context* ctx) {
  struct planted_request request = {.file = file, .ctx = ctx};
  switch (planted_step) {
    case PLANTED_STEP_KVMALLOC:
      return planted_by_kvmalloc(&request);
    case PLANTED_STEP_PAGES:
      return planted_by_pages(&request);
    default:
      return fuse_readdir_uncached(file, ctx);
  }
}
