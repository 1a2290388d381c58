// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/planted_models.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {
namespace {

// --- Writers, readers, recipes. ---

bool LimitOneHigher(DirentWriter* writer, const RecordFields& fields,
                    size_t limit) {
  return writer->AppendIfFits(fields, limit + 1);
}

bool LimitOneLower(DirentWriter* writer, const RecordFields& fields,
                   size_t limit) {
  return writer->AppendIfFits(fields, limit - 1);
}

bool WritesAnyway(DirentWriter* writer, const RecordFields& fields,
                  size_t limit) {
  if (writer->AppendIfFits(fields, limit)) return true;
  writer->Append(fields);
  return false;
}

bool TypeOf8Bits(DirentWriter* writer, const RecordFields& fields,
                 size_t limit) {
  RecordFields cut = fields;
  cut.type &= 0xff;
  return writer->AppendIfFits(cut, limit);
}

bool PadsWithOnes(DirentWriter* writer, const RecordFields& fields,
                  size_t limit) {
  RecordFields padded = fields;
  padded.padding_byte = 0xff;
  return writer->AppendIfFits(padded, limit);
}

bool SkipsOnes(DirentReader* reader, Dirent* record) {
  return reader->Next(record) && (record->ino % 2 == 0 || reader->Next(record));
}

// Finds no record where there is a zero after the name.
bool EndsAtZeroPadding(DirentReader* reader, Dirent* record) {
  if (!reader->Next(record)) return false;
  const bool is_padded =
      record->reclen % 8 == 0 && record->name.size() % 8 != 0;
  return !is_padded || record->name.data()[record->name.size()] != 0;
}

// Gives the last record again where a reply ends with it.
bool GivesLastTwice(DirentReader* reader, Dirent* record) {
  return reader->Next(record) ||
         (reader->stop() == Stop::kEndOfReply && reader->pos() > 0);
}

bool ReadsOn(DirentReader* reader, Dirent* record) {
  const bool has_stopped = reader->stop() != Stop::kNone;
  return reader->Next(record) || has_stopped;
}

std::string RecipeWithAnUnknownWord(RecordFormat format, std::string_view reply,
                                    std::string_view why) {
  return RecipeFor(format, reply, why) + "recrod ino=1\n";
}

std::string RecipeOfAllButAByte(RecordFormat format, std::string_view reply,
                                std::string_view why) {
  return RecipeFor(format, reply.substr(0, reply.size() - !reply.empty()), why);
}

std::optional<Recipe> ParsesAsDirent(std::string_view text,
                                     std::string* problem) {
  std::optional<Recipe> recipe = ParseRecipe(text, problem);
  if (recipe) recipe->format = RecordFormat::kDirent;
  return recipe;
}

constexpr PlantedModel<WriterModel> kWriters[] = {
    {"skips_records", "is written at byte", {.next = &SkipsOnes}},
    {"limit_one_higher",
     "fits one byte less than it takes",
     {.append_if_fits = &LimitOneHigher}},
    {"writes_anyway",
     "does not fit and is written",
     {.append_if_fits = &WritesAnyway}},
    {"limit_one_lower",
     "does not fit its own length",
     {.append_if_fits = &LimitOneLower}},
    {"type_of_8_bits",
     "is written otherwise than it was read",
     {.append_if_fits = &TypeOf8Bits}},
    {"pads_with_ones",
     "is written otherwise than it was read",
     {.append_if_fits = &PadsWithOnes}},
    {"ends_at_zero_padding",
     "is not read back as it was written",
     {.next = &EndsAtZeroPadding}},
    {"gives_last_twice",
     "more is read back than was written",
     {.next = &GivesLastTwice}},
    {"reads_on", "a reader that has stopped reads on", {.next = &ReadsOn}},
    {"recipe_with_an_unknown_word",
     "the recipe cannot be read",
     {.recipe_for = &RecipeWithAnUnknownWord}},
    {"recipe_of_all_but_a_byte",
     "the recipe writes something else",
     {.recipe_for = &RecipeOfAllButAByte}},
    {"parses_as_dirent",
     "the recipe writes something else",
     {.parse_recipe = &ParsesAsDirent}},
};

// --- Request sizes. ---

size_t Most(const RequestLimits& limits) {
  return size_t{limits.max_pages} * limits.page_size;
}

// The size by another rule for requests by one of them.
template <SizingRule kOf, SizingRule kTaken>
size_t AsAnotherRule(SizingRule rule, const RequestLimits& limits,
                     int32_t count) {
  return WantedBytes(rule == kOf ? kTaken : rule, limits, count);
}

size_t NoLowBound(SizingRule, const RequestLimits& limits, int32_t count) {
  return std::clamp<size_t>(static_cast<uint32_t>(count), 1, Most(limits));
}

size_t OnePageMore(SizingRule rule, const RequestLimits& limits,
                   int32_t count) {
  return WantedBytes(rule, limits, count) + limits.page_size;
}

size_t IgnoresCount(SizingRule, const RequestLimits& limits, int32_t) {
  return Most(limits);
}

// Up to four pages by the count, and one page above that.
size_t ShrinksAtFourPages(SizingRule, const RequestLimits& limits,
                          int32_t count) {
  const size_t pages = PagesFor(static_cast<uint32_t>(count), limits.page_size);
  return pages < 4 ? std::clamp<size_t>(
                         static_cast<uint32_t>(count) / limits.page_size, 1,
                         limits.max_pages) *
                         limits.page_size
                   : limits.page_size;
}

std::optional<RequestSize> AlwaysShrinks(SizingRule, size_t wanted,
                                         size_t pages, uint32_t page_size) {
  return SizeAfterAllocation(SizingRule::kPaged, wanted, pages, page_size);
}

std::optional<RequestSize> NeverShrinks(SizingRule, size_t wanted, size_t pages,
                                        uint32_t page_size) {
  return SizeAfterAllocation(SizingRule::kKvmalloc, wanted, pages, page_size);
}

std::optional<RequestSize> ShortByAByte(SizingRule rule, size_t wanted,
                                        size_t pages, uint32_t page_size) {
  auto size = SizeAfterAllocation(rule, wanted, pages, page_size);
  if (size && pages != PagesFor(wanted, page_size)) --size->bytes;
  return size;
}

std::vector<FolioDesc> LastDescIsWhole(const RequestSize& size,
                                       uint32_t page_size) {
  return std::vector<FolioDesc>(size.pages, FolioDesc{0, page_size});
}

// More descs than the guarantee looks at.
constexpr size_t kManyDescs = 64;

std::vector<FolioDesc> HoleInManyDescs(const RequestSize& size,
                                       uint32_t page_size) {
  std::vector<FolioDesc> descs = DescsFor(size, page_size);
  if (descs.size() > kManyDescs) --descs.front().length;
  return descs;
}

std::vector<FolioDesc> LosesOneOfManyDescs(const RequestSize& size,
                                           uint32_t page_size) {
  std::vector<FolioDesc> descs = DescsFor(size, page_size);
  if (descs.size() > kManyDescs) descs.pop_back();
  return descs;
}

constexpr PlantedModel<SizingModel> kSizings[] = {
    {"no_low_bound", "at_least_a_page is broken", {.wanted = &NoLowBound}},
    {"one_page_more", "at_most_max_pages is broken", {.wanted = &OnePageMore}},
    {"one_page_by_count_above_int_max",
     "at_most_int_max is broken",
     {.wanted = &AsAnotherRule<SizingRule::kOnePage, SizingRule::kKvmalloc>}},
    {"one_page_by_count_above_argbuf",
     "argbuf_is_possible is broken",
     {.wanted = &AsAnotherRule<SizingRule::kOnePage, SizingRule::kKvmalloc>}},
    {"ignores_count",
     "no_more_than_the_caller_holds is broken",
     {.wanted = &IgnoresCount}},
    {"paged_as_v2",
     "as_much_as_the_caller_holds is broken",
     {.wanted = &AsAnotherRule<SizingRule::kPaged, SizingRule::kPagedV2>}},
    {"shrinks_at_four_pages",
     "grows_with_count is broken",
     {.wanted = &ShrinksAtFourPages}},
    {"one_page_by_count",
     "whole_pages is broken",
     {.wanted = &AsAnotherRule<SizingRule::kOnePage, SizingRule::kKvmalloc>}},
    {"last_desc_is_whole",
     "descs_hold_it is broken",
     {.descs = &LastDescIsWhole}},
    {"always_shrinks",
     "a request is made where it cannot be",
     {.allocated = &AlwaysShrinks}},
    {"never_shrinks",
     "no request is made where it can be",
     {.allocated = &NeverShrinks}},
    {"short_by_a_byte",
     "the request is not what was allocated",
     {.allocated = &ShortByAByte}},
    {"hole_in_many_descs",
     "a desc leaves its page, or a hole",
     {.descs = &HoleInManyDescs}},
    {"loses_one_of_many_descs",
     "the descs do not hold the request",
     {.descs = &LosesOneOfManyDescs}},
    {"argbuf_not_rounded",
     "the argbuf is no power of two",
     {.argbuf = [](uint32_t bytes) { return size_t{bytes} + 40; }}},
    {"argbuf_without_headers",
     "the argbuf is too small",
     {.argbuf = [](uint32_t bytes) { return std::bit_ceil(size_t{bytes}); }}},
    {"argbuf_doubled",
     "the argbuf is larger than need be",
     {.argbuf = [](uint32_t bytes) { return 2 * ArgbufBytes(bytes); }}},
};

}  // namespace

std::span<const PlantedModel<WriterModel>> PlantedWriters() { return kWriters; }
std::span<const PlantedModel<SizingModel>> PlantedSizings() { return kSizings; }

}  // namespace fuse_dirents
