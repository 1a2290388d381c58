// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a request reaches the server, and how the reply reaches the client's
// buffer.

#ifndef FUSE_DIRENTS_READDIR_TRANSPORT_H_
#define FUSE_DIRENTS_READDIR_TRANSPORT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "pagemap/view/linear_view.h"
#include "pagemap/view/mapped_view.h"
#include "parser/parser_under_test.h"
#include "parser/reply_bytes.h"
#include "readdir/fault_points.h"
#include "readdir/model_server.h"

namespace fuse_dirents {

enum class TransportKind : uint8_t {
  // virtiofs where the buffer is a kvec: the device fills a linear buffer that
  // also holds the request's other arguments (argbuf), from which the reply is
  // copied to the client's linear buffer.
  kBounced,
  // virtiofs where the buffer is pages: the device fills the descs.
  kScatter,
  // /dev/fuse: the server's write(2) is copied page by page, each piece within
  // one page of the server and one of the client.
  kDevFuse,
};
inline constexpr TransportKind kAllTransports[] = {
    TransportKind::kBounced, TransportKind::kScatter, TransportKind::kDevFuse};
constexpr std::string_view TransportName(TransportKind kind) {
  constexpr std::string_view kNames[] = {"bounced", "scatter", "dev_fuse"};
  return kNames[static_cast<size_t>(kind)];
}

struct TransportOptions {
  TransportKind kind = TransportKind::kScatter;
  // kBounced: the largest physically contiguous piece that an atomic allocation
  // gets, in bytes.  4 MiB is the most that buddy allocators with 4 KiB pages
  // can hold.  With larger pages the limit depends on fragmentation.
  size_t max_contiguous_bytes = size_t{4} << 20;
  // kDevFuse: where the server's reply starts in its page, in bytes.
  uint32_t server_offset = 0;
};

// Bytes of the linear buffer that virtiofs allocates for a READDIR whose reply
// is a kvec of `size` bytes: fuse_read_in and the reply, rounded up to a power
// of two, as kmalloc() does for more than a page.
size_t ArgbufBytes(uint32_t size);

// The memory of a client whose pages have one size.  Reused for each listing.
struct ReaddirMemory {
  // `capacity_pages`: at least what the largest request takes.  Pages are
  // handed out from the highest down.  So no page follows its neighbour, yet
  // the same lists of pages recur and are mapped once.
  ReaddirMemory(size_t page_size, uint32_t capacity_pages);

  PagePool pool;
  MappedViewPool views;
  LinearView linear;  // What kvmalloc() gives.
  PageArray pages;    // The request's folios and descs.
};

// What a round trip leaves in the client's buffer.
struct Arrived {
  int error = 0;         // 0 or a negative errno value.
  size_t nbytes = 0;     // Length of the reply.
  uint32_t request = 0;  // Its number at the server, from 0.
  bool served = false;   // Whether the server saw the request.
  ByteRun linear = {};   // Where it lies, if Transport::linear().
};

class Transport {
 public:
  // All must outlive this object; `faults` may be null.
  Transport(const TransportOptions& options, ModelServer* server,
            ReaddirMemory* memory, FaultPoints* faults);

  // Makes it a new one between the same two; keeps the memory.
  void Reset(const TransportOptions& options, FaultPoints* faults) {
    options_ = options;
    faults_ = faults;
  }

  // Whether the client's buffer is `memory->linear` rather than the pages.
  bool linear() const { return options_.kind == TransportKind::kBounced; }

  // Sends `request` and puts the reply in the client's buffer.  Returns -ENOMEM
  // if there is no argbuf.
  // REQUIRES: linear(), or the descs of memory->pages hold request.size bytes.
  Arrived RoundTrip(const ReaddirRequest& request);

  // Sends a FORGET, as fuse_force_forget() does, and waits until the server
  // reads it; there is no reply.  Returns false where it never does.
  bool Forget();

 private:
  // Copies `reply` to the descs in pieces that cross no page of either side.
  void CopyPageByPage(ByteRun reply);

  TransportOptions options_;
  ModelServer* const server_;
  ReaddirMemory* const memory_;
  FaultPoints* faults_;  // Or null.
  ServerReply reply_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_TRANSPORT_H_
