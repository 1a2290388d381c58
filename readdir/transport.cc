// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/transport.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>

#include "base/check.h"
#include "pagemap/scatter_reply.h"
#include "parser/wire.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

constexpr size_t kFuseReadInBytes = 40;

// The server's pages, as far as /dev/fuse is concerned.
constexpr size_t kServerPage = 4096;

}  // namespace

size_t ArgbufBytes(uint32_t size) {
  return std::bit_ceil(kFuseReadInBytes + size_t{size});
}

ReaddirMemory::ReaddirMemory(size_t page_size, uint32_t capacity_pages)
    : pool(page_size, capacity_pages),
      views(&pool),
      linear(kMaxReplyBytes),
      pages(page_size) {
  pool.Reset(PageOrder::kDescending);
}

Transport::Transport(const TransportOptions& options, ModelServer* server,
                     ReaddirMemory* memory, FaultPoints* faults)
    : options_(options), server_(server), memory_(memory), faults_(faults) {}

Arrived Transport::RoundTrip(const ReaddirRequest& request) {
  Arrived arrived;
  if (options_.kind != TransportKind::kDevFuse) {
    // With pages, argbuf holds the request alone.
    const size_t argbuf = ArgbufBytes(linear() ? request.size : 0);
    if (argbuf > options_.max_contiguous_bytes ||
        (faults_ != nullptr && faults_->Fails(FaultPoint::kArgbuf))) {
      arrived.error = -ENOMEM;
      return arrived;
    }
  }
  if (faults_ != nullptr && faults_->Fails(FaultPoint::kReply)) {
    arrived.error = -EIO;
    return arrived;
  }
  server_->Handle(request, &reply_);
  ByteRun bytes = std::as_bytes(std::span(reply_.bytes));
  arrived.served = true;
  arrived.request = reply_.request;
  FUSE_DIRENTS_CHECK(bytes.size() <= request.size);
  arrived.error = reply_.error;
  if (arrived.error != 0) return arrived;
  arrived.nbytes = bytes.size();
  if (IsPlanted(PathMutant::kShortAllocationKeepsSize) && !linear()) {
    bytes = bytes.first(std::min(bytes.size(), memory_->pages.desc_bytes()));
    arrived.nbytes = bytes.size();
  } else if (IsPlanted(PathMutant::kOneDescFilled) && !linear()) {
    bytes = bytes.first(
        std::min<size_t>(bytes.size(), memory_->pages.descs()[0].length));
  }
  switch (options_.kind) {
    case TransportKind::kBounced:
      arrived.linear = memory_->linear.Show(bytes);
      break;
    case TransportKind::kScatter:
      FUSE_DIRENTS_CHECK(ScatterReply(bytes, memory_->pages, memory_->pool) ==
                         bytes.size());
      break;
    case TransportKind::kDevFuse:
      CopyPageByPage(bytes);
      break;
  }
  return arrived;
}

bool Transport::Forget() {
  return server_->ReadForget() || IsPlanted(PathMutant::kForgetNotAwaited);
}

void Transport::CopyPageByPage(ByteRun reply) {
  const PageArray& pages = memory_->pages;
  size_t source = options_.server_offset % kServerPage;
  for (size_t i = 0; !reply.empty(); ++i) {
    FUSE_DIRENTS_CHECK(i < pages.size());
    std::byte* to = memory_->pool.direct(pages.folios()[i].first_page) +
                    pages.descs()[i].offset;
    size_t room = std::min<size_t>(pages.descs()[i].length, reply.size());
    while (room > 0) {
      const size_t piece = std::min(room, kServerPage - source);
      std::memcpy(to, reply.data(), piece);
      room -= piece;
      reply = reply.subspan(piece);
      source = (source + piece) % kServerPage;
      if (source == 0 && IsPlanted(PathMutant::kServerSeamOverwrites)) continue;
      to += piece;
    }
  }
}

}  // namespace fuse_dirents
