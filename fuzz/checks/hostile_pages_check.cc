// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/hostile_pages_check.h"

#include <cstddef>
#include <utility>

#include "differential/hex_dump.h"

namespace fuse_dirents {

HostilePagesCheck::HostilePagesCheck(ParseFunction reader)
    : reader_(Bind(std::move(reader))), reference_(Bind(&ParseWithReference)) {}

BoundParser HostilePagesCheck::Bind(ParseFunction parse) {
  return [this, parse = std::move(parse)](
             const dirents_reply& reply, const dirents_sink& sink,
             uint64_t* pos) { return parse(*profile_, reply, sink, pos); };
}

std::optional<std::string> HostilePagesCheck::Check(const Input& input) {
  const Choices& choices = input.choices;
  profile_ = choices.profile;
  const SpoiledCase c = {
      .format = choices.format,
      .reply = input.reply,
      .plan = choices.plan,
      .start_off = choices.start_off,
      .spoiling = {.how = choices.spoil_how, .renews_at = choices.renews_at},
      .type_mask = profile_->type_of_8_bits ? 0xff : UINT32_MAX};
  const size_t split = choices.layout.head % (c.reply.size() + 1);
  const bool by_reference = choices.by_reference;
  const BoundParser& parser = by_reference ? reference_ : reader_;
  runs_.Begin(parser, c);
  if (runs_.Holds(parser, split)) return std::nullopt;
  // Names the field if rewriting one alone shows it.
  const std::optional<DoubleFetch> found = FindDoubleFetch(
      parser, c.format, c.reply,
      {.plan = c.plan, .start_off = c.start_off, .split = split});
  return std::string(by_reference ? "reference" : "reader") + ": " +
         (found ? found->report : "something was fetched twice\n") +
         "choices: " + choices.ToText() + "\nreply, as it was:\n" +
         AnnotatedHexDump(c.format, c.reply) + runs_.Report();
}

}  // namespace fuse_dirents
