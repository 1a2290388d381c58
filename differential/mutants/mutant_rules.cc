// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules about what a record says.

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "differential/mutants/mutant_parser.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kInt64Max = INT64_MAX;

bool IsUtf8(std::string_view text, bool takes_surrogates) {
  while (!text.empty()) {
    const auto lead = static_cast<uint8_t>(text[0]);
    const size_t size = lead < 0x80   ? 1
                        : lead < 0xc2 ? 0
                        : lead < 0xe0 ? 2
                        : lead < 0xf0 ? 3
                        : lead < 0xf5 ? 4
                                      : 0;
    if (size == 0 || size > text.size()) return false;
    uint32_t code = size == 1 ? lead : lead & (0x7f >> size);
    for (size_t i = 1; i < size; ++i) {
      const auto byte = static_cast<uint8_t>(text[i]);
      if (byte >> 6 != 2) return false;
      code = code << 6 | (byte & 0x3f);
    }
    if (size == 3 && code < 0x800) return false;
    if (size == 4 && (code < 0x10000 || code > 0x10ffff)) return false;
    if (code >= 0xd800 && code < 0xe000 && !takes_surrogates) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace

bool MutantParser::HasSlashSoFar(uint32_t namelen) const {
  MutantBytes name = start_;
  name.Skip(header_);
  std::string so_far(std::min<size_t>(namelen, name.left()), '\0');
  name.Read(so_far.data(), so_far.size());
  return so_far.find('/') != so_far.npos;
}

size_t MutantParser::UnseenAtSeam(const Record& record) const {
  const size_t seam = record.name_run;
  const bool is_cut = seam > 0 && seam < record.name.size();
  if (is_cut && Is("slash_right_after_seam_unseen")) return seam;
  if (is_cut && Is("slash_right_before_seam_unseen")) return seam - 1;
  return record.name.npos;
}

bool MutantParser::HasSlash(const Record& record) const {
  std::string_view name = record.name;
  if (Is("slash_first_unseen") && !name.empty()) name.remove_prefix(1);
  if (Is("slash_last_unseen") && !name.empty()) name.remove_suffix(1);
  if (Is("slash_after_nul_unseen")) name = name.substr(0, name.find('\0'));
  if (Is("slash_after_seam_unseen")) name = name.substr(0, record.name_run);
  if (Is("slash_in_padding") &&
      record.padding.find('/') != record.padding.npos) {
    return true;
  }
  const size_t slash = name.find('/');
  return slash != name.npos && (slash != UnseenAtSeam(record) ||
                                name.find('/', slash + 1) != name.npos);
}

bool MutantParser::HasNul(const Record& record) const {
  return record.name.find('\0') != record.name.npos;
}

bool MutantParser::IsUnprintable(const Record& record) const {
  return std::ranges::any_of(record.name, [&](char c) {
    if (Is("high_bytes_shown") && static_cast<signed char>(c) < 0) {
      return false;
    }
    const auto byte = static_cast<uint8_t>(c);
    return byte < 0x20 || byte > 0x7e || byte == '\\';
  });
}

bool MutantParser::IsNotUtf8(const Record& record) const {
  return !IsUtf8(record.name, Is("surrogates_taken"));
}

bool MutantParser::HasNoEfiInfo(const Record& record) const {
  const FuseAttr& attr = record.entry_out().attr;
  const uint32_t type = attr.mode & 0170000;
  if (!plus_) return false;
  if (attr.blocks >> 55 != 0 && !Is("edk2_blocks_unjudged")) return true;
  if (type == 0040000) return false;
  const bool has_links = attr.nlink > 1 && !Is("edk2_hard_links_shown");
  return type != 0100000 || has_links;
}

bool MutantParser::IsOffNegative(const Record& record) const {
  return record.dirent().off > kInt64Max;
}

bool MutantParser::IsTypeAboveU8(const Record& record) const {
  return record.dirent().type > (Is("type_of_7_bits") ? 127 : 255);
}

bool MutantParser::IsDots(const Record& record) const {
  std::string_view name = record.name;
  if (profile_.dots_end_at_nul) name = name.substr(0, name.find('\0'));
  if (Is("dot_dot_at_seam_linked") && record.name_run < name.size()) {
    return false;
  }
  if (Is("dot_dot_linked")) return name == ".";
  if (Is("dot_prefix_skipped") && name.starts_with("..")) return true;
  return name == "." || name == "..";
}

bool MutantParser::IsBad(const Record& record) const {
  const FuseEntryOut& out = record.entry_out();
  const uint64_t limit =
      Is("size_int64_max_refused") ? kInt64Max - 1 : kInt64Max;
  const bool is_root = out.nodeid == kFuseRootId;
  const bool is_large = out.attr.size > limit && !Is("size_unchecked");
  if (Is("nodeid_judged_last")) {
    return is_large || !HasKnownType(out.attr.mode) || is_root;
  }
  if (is_root && !Is("root_linked")) return true;
  return !HasKnownType(out.attr.mode) || is_large;
}

bool MutantParser::HasKnownType(uint32_t mode) const {
  if (Is("mode_unchecked")) return true;
  switch (mode & 0170000) {
    case 0040000:
    case 0100000:
      return true;
    case 0010000:
    case 0020000:
    case 0060000:
    case 0120000:
    case 0140000:
      return !Is("only_files_and_directories");
    case 0:
      return Is("no_type_is_regular");
    default:
      return false;
  }
}

bool MutantParser::IsForgotten(const Record& record) const {
  return (profile_.bad_entry_forgotten && IsBad(record)) ||
         (profile_.not_utf8_forgotten && IsNotUtf8(record));
}

MutantParser::Step MutantParser::Judge(Record* record) {
  if (Is("name_cut_at_nul")) {
    record->name = record->name.substr(0, record->name.find('\0'));
  }
  if (Is("slash_emitted") && HasSlash(*record)) Act(record);
  static constexpr ContentRule kRules[] = {
      {&Profile::slash, &MutantParser::HasSlash},
      {&Profile::nul, &MutantParser::HasNul},
      {&Profile::unprintable, &MutantParser::IsUnprintable},
      {&Profile::not_utf8, &MutantParser::IsNotUtf8},
      {&Profile::efi_attr, &MutantParser::HasNoEfiInfo},
  };
  Step step = ObeyAll(kRules, record);
  if (step == Step::kGoOn && profile_.emit_time == EmitTime::kBeforeLookup) {
    step = ObeyNumberRules(record);
  }
  return step == Step::kGoOn ? JudgeWrongly(record) : step;
}

MutantParser::Step MutantParser::ObeyNumberRules(Record* record) {
  static constexpr ContentRule kRules[] = {
      {&Profile::off_negative, &MutantParser::IsOffNegative},
      {&Profile::type_above_u8, &MutantParser::IsTypeAboveU8},
  };
  return ObeyAll(kRules, record);
}

MutantParser::Step MutantParser::ObeyAll(std::span<const ContentRule> rules,
                                         Record* record) {
  for (const ContentRule& content : rules) {
    const Rule rule = profile_.*content.rule;
    if (rule == kAccept || !(this->*content.breaks)(*record)) continue;
    const Step step = Obey(rule, record);
    if (step != Step::kGoOn) return step;
  }
  return Step::kGoOn;
}

MutantParser::Step MutantParser::JudgeWrongly(Record* record) {
  const std::string_view name = record->name;
  FuseDirent& dirent = record->dirent();
  if (Is("backslash_refused") && name.find('\\') != name.npos) {
    return End(-EIO);
  }
  if (Is("names_deduplicated")) {
    if (records_ > 0 && name == last_name_) return Step::kNextRecord;
    last_name_ = name;
  }
  if (Is("ino_zero_dropped") && dirent.ino == 0) return Step::kNextRecord;
  if (Is("off_zero_ends") && dirent.off == 0) return End(0);
  if (Is("off_must_rise") && records_ > 0 && dirent.off <= last_off_) {
    return End(-EIO);
  }
  if (Is("type_unknown_refused") && dirent.type != 4 && dirent.type != 8) {
    return End(-ENOTSUP);
  }
  if (Is("dots_remembered")) {
    static bool kept_dots = false;
    if (kept_dots && name == "...") return End(-EBADF);
    kept_dots = kept_dots || name == "..";
  }
  const bool is_longest = name.size() == profile_.name_max;
  if (after_slash_ && plus_ && records_ == 0 && is_longest) {
    return End(-EBADF);
  }
  if (name.size() == 255) {
    if (Is("crashes_at_255")) std::abort();
    if (Is("exits_at_255")) std::exit(0);
    if (Is("blocks_at_255")) pause();
    volatile bool hangs = Is("hangs_at_255");
    while (hangs) {
    }
  }
  if (Is("ino_of_32_bits")) dirent.ino &= 0xffffffff;
  if (Is("off_of_32_bits")) dirent.off &= 0xffffffff;
  if (Is("off_one_later")) ++dirent.off;
  if (Is("type_of_16_bits")) dirent.type &= 0xffff;
  if (Is("type_masked")) dirent.type &= 15;
  if (Is("type_has_flag")) dirent.type |= 0x1000;
  return Step::kGoOn;
}

}  // namespace fuse_dirents
