// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writers, readers, recipes and request sizes that are each wrong in one way,
// one for each thing that CheckWriter() and CheckRequest() can report.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/checks/writer_check.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {

template <typename Model>
struct PlantedModel {
  const char* name;  // Lower case and '_': what is done wrong.
  const char* says;  // What the report contains.
  Model model;
  uint64_t runs = 4000;  // Within which it must be found.
};

inline constexpr PlantedModel<WriterModel> kPlantedWriters[] = {
    {"skips_records",
     "is written at byte",
     {.next =
          [](auto* reader, auto* record) {
            return reader->Next(record) &&
                   (record->ino % 2 == 0 || reader->Next(record));
          }}},
    {"limit_one_higher",
     "fits one byte less than it takes",
     {.append_if_fits =
          [](auto* writer, auto& fields, size_t limit) {
            return writer->AppendIfFits(fields, limit + 1);
          }}},
    {"writes_anyway",
     "does not fit and is written",
     {.append_if_fits =
          [](auto* writer, auto& fields, size_t limit) {
            if (writer->AppendIfFits(fields, limit)) return true;
            writer->Append(fields);
            return false;
          }}},
    {"limit_one_lower",
     "does not fit its own length",
     {.append_if_fits =
          [](auto* writer, auto& fields, size_t limit) {
            return writer->AppendIfFits(fields, limit - 1);
          }}},
    {"type_of_8_bits",
     "is written otherwise than it was read",
     {.append_if_fits =
          [](auto* writer, auto& fields, size_t limit) {
            RecordFields cut = fields;
            cut.type &= 0xff;
            return writer->AppendIfFits(cut, limit);
          }}},
    {"pads_with_ones",
     "is written otherwise than it was read",
     {.append_if_fits =
          [](auto* writer, auto& fields, size_t limit) {
            RecordFields padded = fields;
            padded.padding_byte = 0xff;
            return writer->AppendIfFits(padded, limit);
          }}},
    {"ends_at_zero_padding",
     "is not read back as it was written",
     {.next =
          [](auto* reader, auto* record) {
            if (!reader->Next(record)) return false;
            const bool is_padded =
                record->reclen % 8 == 0 && record->name.size() % 8 != 0;
            return !is_padded || record->name.data()[record->name.size()] != 0;
          }}},
    {"gives_last_twice",
     "more is read back than was written",
     {.next =
          [](auto* reader, auto* record) {
            return reader->Next(record) ||
                   (reader->stop() == Stop::kEndOfReply && reader->pos() > 0);
          }}},
    {"reads_on",
     "a reader that has stopped reads on",
     {.next =
          [](auto* reader, auto* record) {
            const bool has_stopped = reader->stop() != Stop::kNone;
            return reader->Next(record) || has_stopped;
          }}},
    {"recipe_with_an_unknown_word",
     "the recipe cannot be read",
     {.append_recipe =
          [](auto format, auto reply, auto why, auto* text) {
            AppendRecipe(format, reply, why, {}, text);
            *text += "recrod ino=1\n";
          }}},
    {"recipe_of_all_but_a_byte",
     "the recipe writes something else",
     {.append_recipe =
          [](auto format, auto reply, auto why, auto* text) {
            reply.remove_suffix(!reply.empty());
            AppendRecipe(format, reply, why, {}, text);
          }}},
    {"parses_as_dirent",
     "the recipe writes something else",
     {.parse_recipe =
          [](auto text, auto* recipe, auto* problem) {
            const bool is_read = ParseRecipe(text, recipe, problem);
            recipe->format = RecordFormat::kDirent;
            return is_read;
          }}},
};

inline size_t OnePageByCount(SizingRule rule, const RequestLimits& limits,
                             int32_t count) {
  return WantedBytes(
      rule == SizingRule::kOnePage ? SizingRule::kKvmalloc : rule, limits,
      count);
}

// More descs than a guarantee looks at.
inline constexpr size_t kManyDescs = 64;

inline constexpr PlantedModel<SizingModel> kPlantedSizings[] = {
    {"no_low_bound",
     "at_least_a_page is broken",
     {.wanted =
          [](SizingRule, auto& limits, int32_t count) {
            return std::clamp<size_t>(
                static_cast<uint32_t>(count), 1,
                size_t{limits.max_pages} * limits.page_size);
          }}},
    {"one_page_more",
     "at_most_max_pages is broken",
     {.wanted =
          [](auto rule, auto& limits, int32_t count) {
            return WantedBytes(rule, limits, count) + limits.page_size;
          }}},
    {"one_page_by_count_above_int_max",
     "at_most_int_max is broken",
     {.wanted = &OnePageByCount},
     8000},
    {"one_page_by_count_above_argbuf",
     "argbuf_is_possible is broken",
     {.wanted = &OnePageByCount}},
    {"one_page_by_count", "whole_pages is broken", {.wanted = &OnePageByCount}},
    {"ignores_count",
     "no_more_than_the_caller_holds is broken",
     {.wanted =
          [](SizingRule, auto& limits, int32_t) {
            return size_t{limits.max_pages} * limits.page_size;
          }}},
    {"paged_as_v2",
     "as_much_as_the_caller_holds is broken",
     {.wanted =
          [](SizingRule rule, auto& limits, int32_t count) {
            return WantedBytes(
                rule == SizingRule::kPaged ? SizingRule::kPagedV2 : rule,
                limits, count);
          }}},
    // Up to four pages by the count, and one page above that.
    {"shrinks_at_four_pages",
     "grows_with_count is broken",
     {.wanted =
          [](SizingRule, auto& limits, int32_t count) {
            const size_t page = limits.page_size;
            const size_t bytes = static_cast<uint32_t>(count);
            if (PagesFor(bytes, limits.page_size) >= 4) return page;
            return std::clamp<size_t>(bytes / page, 1, limits.max_pages) * page;
          }}},
    {"last_desc_is_whole",
     "descs_hold_it is broken",
     {.descs = [](auto& size, uint32_t page_size,
                  auto* descs) { descs->assign(size.pages, {0, page_size}); }}},
    {"first_desc_is_short",
     "descs_hold_it is broken",
     {.descs =
          [](auto& size, uint32_t page_size, auto* descs) {
            SetDescsFor(size, page_size, descs);
            if (descs->size() > 1) --descs->front().length;
          }}},
    {"first_desc_is_empty",
     "descs_hold_it is broken",
     {.descs =
          [](auto& size, uint32_t page_size, auto* descs) {
            SetDescsFor(size, page_size, descs);
            descs->front().length = 0;
          }}},
    {"descs_start_in_their_pages",
     "descs_hold_it is broken",
     {.descs =
          [](auto& size, uint32_t page_size, auto* descs) {
            SetDescsFor(size, page_size, descs);
            for (FolioDesc& desc : *descs) desc.offset = 1;
          }}},
    {"nothing_is_allocated",
     "descs_hold_it is broken",
     {.allocated = [](SizingRule, size_t, size_t,
                      uint32_t) { return std::optional<RequestSize>(); }}},
    {"always_short_by_a_byte",
     "descs_hold_it is broken",
     {.allocated =
          [](auto rule, size_t wanted, size_t pages, uint32_t page_size) {
            auto size = SizeAfterAllocation(rule, wanted, pages, page_size);
            if (size) --size->bytes;
            return size;
          }}},
    {"hole_in_many_descs",
     "a desc leaves its page, or a hole",
     {.descs =
          [](auto& size, uint32_t page_size, auto* descs) {
            SetDescsFor(size, page_size, descs);
            if (descs->size() > kManyDescs) --descs->front().length;
          }}},
    {"loses_one_of_many_descs",
     "the descs do not hold the request",
     {.descs =
          [](auto& size, uint32_t page_size, auto* descs) {
            SetDescsFor(size, page_size, descs);
            if (descs->size() > kManyDescs) descs->pop_back();
          }}},
    {"always_shrinks",
     "a request is made where it cannot be",
     {.allocated =
          [](SizingRule, size_t wanted, size_t pages, uint32_t page_size) {
            return SizeAfterAllocation(SizingRule::kPaged, wanted, pages,
                                       page_size);
          }}},
    {"never_shrinks",
     "no request is made where it can be",
     {.allocated =
          [](SizingRule, size_t wanted, size_t pages, uint32_t page_size) {
            return SizeAfterAllocation(SizingRule::kKvmalloc, wanted, pages,
                                       page_size);
          }}},
    {"short_by_a_byte",
     "the request is not what was allocated",
     {.allocated =
          [](auto rule, size_t wanted, size_t pages, uint32_t page_size) {
            auto size = SizeAfterAllocation(rule, wanted, pages, page_size);
            if (size && pages != PagesFor(wanted, page_size)) --size->bytes;
            return size;
          }}},
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

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_MODELS_H_
