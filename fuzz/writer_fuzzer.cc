// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a writer writes is read back the same, byte for byte but for padding;
// and the recipe of any bytes gives those bytes.
//
// The records to write are those that can be framed in the reply.  The lowest
// bit of Choices::extra: it is one to READDIRPLUS.  The next three: where all
// are set, the recipe of a long reply is checked too, which takes many times as
// long as the rest.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "differential/hex_dump.h"
#include "differential/recipe.h"
#include "fuzz/engine/parsers_agree.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// Takes whatever can be framed.
constexpr Profile kAnything = {
    .name = "anything",
    .client = "none",
    .name_max = kNoNameMax,
    .empty_name = kAccept,
    .slash = kAccept,
};

// In bytes: holds several records, or a name of 255 bytes.
constexpr size_t kShortReply = 512;

[[noreturn]] void Report(const std::string& problem, RecordFormat format,
                         std::string_view reply) {
  ReportFinding(problem + "\nreply:\n" + AnnotatedHexDump(format, reply));
}

ByteRun BytesOf(std::string_view reply) {
  return std::as_bytes(std::span(reply.data(), reply.size()));
}

// Writes the records of `reply`, each of which must give its own bytes with
// zeros for padding.
void WriteRecords(RecordFormat format, std::string_view reply,
                  DirentWriter* writer) {
  DirentReader reader(format, ReplyBytes(BytesOf(reply)), kAnything);
  Dirent record;
  RecordFields fields;
  while (reader.Next(&record)) {
    fields.ino = record.ino;
    fields.off = record.off;
    fields.type = record.type;
    fields.name = record.name;
    if (format == RecordFormat::kDirentplus) {
      fields.entry_out = reader.entry_out();
    }
    const size_t start = writer->bytes().size();
    if (start != record.pos) {
      Report("a record is written at byte " + std::to_string(start) +
                 ", not where it was read",
             format, reply);
    }
    if (writer->AppendIfFits(fields, start + record.reclen - 1)) {
      Report("a record fits one byte less than it takes", format, reply);
    }
    if (writer->bytes().size() != start) {
      Report("a record that does not fit is written", format, reply);
    }
    if (!writer->AppendIfFits(fields, start + record.reclen)) {
      Report("a record does not fit its own length", format, reply);
    }
    const std::string_view written =
        std::string_view(writer->bytes()).substr(start);
    const size_t meant = HeaderSize(format) + record.name.size();
    if (written.size() != record.reclen ||
        written.substr(0, meant) != reply.substr(start, meant) ||
        written.find_first_not_of('\0', meant) != written.npos) {
      Report("the record at byte " + std::to_string(start) +
                 " is written otherwise than it was read",
             format, reply);
    }
  }
}

// What was written is all records, and as many bytes as `written`.
void CheckReadBack(RecordFormat format, std::string_view reply,
                   std::string_view written) {
  DirentReader before(format, ReplyBytes(BytesOf(reply)), kAnything);
  DirentReader after(format, ReplyBytes(BytesOf(written)), kAnything);
  Dirent a, b;
  while (before.Next(&a)) {
    if (!after.Next(&b) || a.ino != b.ino || a.off != b.off ||
        a.type != b.type || a.name != b.name ||
        (format == RecordFormat::kDirentplus &&
         std::memcmp(&before.entry_out(), &after.entry_out(),
                     sizeof(FuseEntryOut)) != 0)) {
      Report("the record at byte " + std::to_string(a.pos) +
                 " is not read back as it was written",
             format, written);
    }
  }
  if (after.Next(&b) || after.stop() != Stop::kEndOfReply) {
    Report("more is read back than was written", format, written);
  }
  const Stop stop = before.stop();
  if (before.Next(&a) || before.stop() != stop) {
    Report("a reader that has stopped reads on", format, reply);
  }
}

void CheckRecipe(RecordFormat format, std::string_view reply) {
  const std::string text = RecipeFor(format, reply, "any bytes");
  std::string problem;
  const std::optional<Recipe> recipe = ParseRecipe(text, &problem);
  if (!recipe) {
    Report("the recipe cannot be read: " + problem + "\n" + text, format,
           reply);
  }
  if (recipe->reply != reply || recipe->format != format ||
      recipe->why != "any bytes" || !recipe->trailer.empty()) {
    Report("the recipe writes something else:\n" + text, format, reply);
  }
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  const RecordFormat format = (input.choices.extra & 1) != 0
                                  ? RecordFormat::kDirentplus
                                  : RecordFormat::kDirent;
  DirentWriter writer(format);
  WriteRecords(format, input.reply, &writer);
  CheckReadBack(format, input.reply, writer.bytes());
  if (input.reply.size() <= kShortReply ||
      (input.choices.extra >> 1 & 7) == 7) {
    CheckRecipe(format, input.reply);
  }
  return 0;
}
