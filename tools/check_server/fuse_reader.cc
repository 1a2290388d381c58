// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/fuse_reader.h"

#include <span>

#include "tools/capture/directory_node.h"
#include "tools/check_server/check_reply.h"

namespace fuse_dirents {

std::string_view FuseReader::call() const { return OpcodeName(format_); }

void FuseReader::NoteBroken() {
  if (client_.broken()) problem_ = client_.error();
}

std::optional<uint64_t> FuseReader::Open() {
  results_.Checked(RuleId::kAnswered);
  const std::optional<uint64_t> handle = client_.Opendir(nodeid_);
  if (handle) return handle;
  NoteBroken();
  if (problem_.empty()) {
    results_.Fail(RuleId::kAnswered, "OPENDIR",
                  {.call = "OPENDIR", .directory = directory_}, 0,
                  client_.error());
  }
  return std::nullopt;
}

void FuseReader::Close(uint64_t handle) {
  if (!client_.Releasedir(nodeid_, handle)) NoteBroken();
}

bool FuseReader::Ask(uint64_t handle, uint64_t offset, uint32_t size) {
  const std::optional<Packet> payload =
      client_.Readdir(format_, nodeid_, handle, offset, size);
  batch_.call = call();
  batch_.format = format_;
  batch_.directory = directory_;
  batch_.offset = offset;
  batch_.size = size;
  batch_.error = client_.server_errno();
  batch_.entries.clear();
  const Packet& bytes = payload ? *payload : client_.payload();
  batch_.bytes.assign(reinterpret_cast<const char*>(bytes.data()),
                      bytes.size());
  if (payload) return true;
  NoteBroken();
  if (client_.too_long()) {
    results_.Fail(RuleId::kReplySize, batch_, 0, client_.reason());
  }
  return false;
}

const Batch* FuseReader::ReadAndHold(uint64_t handle, uint64_t offset,
                                     uint32_t size) {
  results_.Checked(RuleId::kAnswered);
  if (!Ask(handle, offset, size)) {
    if (problem_.empty() && !client_.too_long()) {
      batch_.bytes.clear();
      results_.Fail(RuleId::kAnswered, batch_, 0, client_.reason());
    }
    return nullptr;
  }
  FrameEntries(&batch_);
  CheckReply(batch_, &results_);
  clients_.Add(batch_);
  return &batch_;
}

const Batch* FuseReader::Read(uint64_t handle, uint64_t offset, uint32_t size) {
  const Batch* batch = ReadAndHold(handle, offset, size);
  if (batch == nullptr || format_ == RecordFormat::kDirent) return batch;
  return GiveBack() ? batch : nullptr;
}

bool FuseReader::GiveBack() {
  const auto nodeids = LookupsOf(std::as_bytes(std::span(batch_.bytes)));
  if (client_.ForgetEach(nodeids)) return true;
  NoteBroken();
  return false;
}

const Batch* FuseReader::ReadTooSmall(uint64_t handle, uint64_t offset,
                                      uint32_t size) {
  if (Ask(handle, offset, size)) {
    FrameEntries(&batch_);
    if (format_ == RecordFormat::kDirentplus && !GiveBack()) return nullptr;
    return &batch_;
  }
  return batch_.error != 0 ? &batch_ : nullptr;
}

}  // namespace fuse_dirents
