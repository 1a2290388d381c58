// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracles of writer_fuzzer.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_WRITER_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_WRITER_CHECK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "differential/recipe.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The functions under test, so that a test can replace one of them by a wrong
// one.
struct WriterModel {
  bool (*append_if_fits)(DirentWriter* writer, const RecordFields& fields,
                         size_t limit) =
      [](DirentWriter* writer, const RecordFields& fields, size_t limit) {
        return writer->AppendIfFits(fields, limit);
      };
  bool (*next)(DirentReader* reader, Dirent* record) =
      [](DirentReader* reader, Dirent* record) { return reader->Next(record); };
  void (*append_recipe)(RecordFormat format, std::string_view reply,
                        std::string_view why, std::string* text) =
      [](RecordFormat format, std::string_view reply, std::string_view why,
         std::string* text) { AppendRecipe(format, reply, why, {}, text); };
  bool (*parse_recipe)(std::string_view text, Recipe* recipe,
                       std::string* problem) = &ParseRecipe;
};

// Writes the records that can be framed in `reply`, and returns a report where
// one is not written as it was read, byte for byte with zeros for padding, or
// not read back; where the writer does not keep to its limit; or where the
// recipe of the reply does not give the reply.
//
// The recipe is that of the first 512 bytes unless `whole_recipe`: that of a
// long reply takes many times as long as all the rest.
std::optional<std::string> CheckWriter(RecordFormat format,
                                       std::string_view reply,
                                       bool whole_recipe,
                                       const WriterModel& model = {});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_WRITER_CHECK_H_
