// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/writer_check.h"

#include <cstring>
#include <span>
#include <utility>

#include "differential/hex_dump.h"

namespace fuse_dirents {
namespace {

// In bytes: holds several records, or a name of 255 bytes.
constexpr size_t kShortReply = 512;

constexpr std::string_view kWhy = "any bytes";

// Kept from run to run for its memory alone.
struct Memory {
  std::string written;
  RecordFields fields;
  std::string text;
  Recipe recipe;
};

ByteRun BytesOf(std::string_view reply) {
  return std::as_bytes(std::span(reply.data(), reply.size()));
}

std::string At(size_t pos) {
  return "the record at byte " + std::to_string(pos);
}

// Writes the records of `reply`.
std::string ProblemOfWriting(const WriterModel& model, std::string_view reply,
                             RecordFields* memory, DirentWriter* writer) {
  const RecordFormat format = writer->format();
  DirentReader reader(format, ReplyBytes(BytesOf(reply)), kFramesOnly);
  Dirent record;
  RecordFields& fields = *memory;
  while (model.next(&reader, &record)) {
    fields.ino = record.ino;
    fields.off = record.off;
    fields.type = record.type;
    fields.name = record.name;
    if (format == RecordFormat::kDirentplus) {
      fields.entry_out = reader.entry_out();
    }
    const size_t start = writer->bytes().size();
    if (start != record.pos) {
      return At(record.pos) + " is written at byte " + std::to_string(start);
    }
    if (model.append_if_fits(writer, fields, start + record.reclen - 1)) {
      return At(start) + " fits one byte less than it takes";
    }
    if (writer->bytes().size() != start) {
      return At(start) + " does not fit and is written";
    }
    if (!model.append_if_fits(writer, fields, start + record.reclen)) {
      return At(start) + " does not fit its own length";
    }
    const std::string_view written =
        std::string_view(writer->bytes()).substr(start);
    const size_t meant = HeaderSize(format) + record.name.size();
    if (written.size() != record.reclen ||
        written.substr(0, meant) != reply.substr(start, meant) ||
        written.find_first_not_of('\0', meant) != written.npos) {
      return At(start) + " is written otherwise than it was read";
    }
  }
  return "";
}

// What was written is the records of `reply` and nothing else.
std::string ProblemOfReadingBack(const WriterModel& model,
                                 std::string_view reply,
                                 const DirentWriter& writer) {
  const RecordFormat format = writer.format();
  DirentReader before(format, ReplyBytes(BytesOf(reply)), kFramesOnly);
  DirentReader after(format, ReplyBytes(BytesOf(writer.bytes())), kFramesOnly);
  Dirent a, b;
  while (model.next(&before, &a)) {
    if (!model.next(&after, &b) || a.ino != b.ino || a.off != b.off ||
        a.type != b.type || a.name != b.name ||
        (format == RecordFormat::kDirentplus &&
         std::memcmp(&before.entry_out(), &after.entry_out(),
                     sizeof(FuseEntryOut)) != 0)) {
      return At(a.pos) + " is not read back as it was written";
    }
  }
  if (model.next(&after, &b) || after.stop() != Stop::kEndOfReply) {
    return "more is read back than was written";
  }
  const Stop stop = before.stop();
  if (model.next(&before, &a) || before.stop() != stop) {
    return "a reader that has stopped reads on";
  }
  return "";
}

std::string ProblemOfRecipe(const WriterModel& model, RecordFormat format,
                            std::string_view reply, Memory* memory) {
  std::string& text = memory->text;
  Recipe& recipe = memory->recipe;
  text.clear();
  model.append_recipe(format, reply, kWhy, &text);
  std::string problem;
  if (!model.parse_recipe(text, &recipe, &problem)) {
    return "the recipe cannot be read: " + problem + "\n" + text;
  }
  if (recipe.reply != reply || recipe.format != format || recipe.why != kWhy ||
      recipe.choices != Choices()) {
    return "the recipe writes something else:\n" + text;
  }
  return "";
}

}  // namespace

std::optional<std::string> CheckWriter(RecordFormat format,
                                       std::string_view reply,
                                       bool whole_recipe,
                                       const WriterModel& model) {
  static Memory& memory = *new Memory;
  DirentWriter writer(format, std::move(memory.written));
  std::string problem = ProblemOfWriting(model, reply, &memory.fields, &writer);
  if (problem.empty()) problem = ProblemOfReadingBack(model, reply, writer);
  if (problem.empty()) {
    problem = ProblemOfRecipe(
        model, format, whole_recipe ? reply : reply.substr(0, kShortReply),
        &memory);
  }
  memory.written = std::move(writer).TakeBytes();
  if (problem.empty()) return std::nullopt;
  return problem + "\nreply:\n" + AnnotatedHexDump(format, reply);
}

}  // namespace fuse_dirents
