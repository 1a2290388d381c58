// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracles of the fuzz targets as functions of an input's bytes, and code
// that is wrong in one way, which each of them must find.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_BUGS_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_BUGS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "differential/input.h"
#include "differential/mutants/double_fetch.h"
#include "differential/mutants/mutants.h"
#include "differential/runner.h"
#include "fuzz/checks/hostile_pages_check.h"
#include "fuzz/checks/layout_check.h"
#include "fuzz/checks/planted_models.h"
#include "fuzz/checks/profile_check.h"
#include "fuzz/checks/request_check.h"
#include "fuzz/checks/writer_check.h"
#include "parser/parse.h"

namespace fuse_dirents {

// --- The check of each target, of right code or of wrong code. ---

// Checks one input, in the form that the target reads.  Returns a report, or
// nothing; sets *judged to whether the input could have failed.
using Check = std::function<std::optional<std::string>(std::string_view bytes,
                                                       bool* judged)>;
using Parsers = std::vector<ListedParser>;

// A client reads no byte of a reply of a format that it does not ask for.
inline bool IsRead(RecordFormat format, const Input& input) {
  return input.choices.profile->Supports(format);
}

// A checker, with the parsers that it borrows.
template <typename Checker>
std::shared_ptr<Checker> MakeChecker(Parsers parsers) {
  const auto kept = std::make_shared<Parsers>(std::move(parsers));
  return {new Checker(*kept), [kept](Checker* checker) { delete checker; }};
}

// Without `rules` the profile is that of the input.
inline Check RepliesCheck(RecordFormat format, Parsers parsers,
                          const Profile* rules = nullptr) {
  const auto runner = MakeChecker<Runner>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    Input input = DecodeInput(bytes);
    if (rules != nullptr) input.choices.profile = rules;
    *judged = IsRead(format, input);
    const auto difference = runner->Compare(format, input);
    return difference ? std::optional(difference->report) : std::nullopt;
  };
}

inline Check LayoutsCheck(Parsers parsers) {
  const auto check = MakeChecker<LayoutCheck>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    const RecordFormat format = input.choices.format;
    auto report = check->Check(format, input);
    *judged = IsRead(format, input) && check->judged_prefix();
    return report;
  };
}

inline Check ProfilesCheck(Parsers parsers) {
  const auto check = MakeChecker<ProfileCheck>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    *judged = true;
    return check->Check(input.choices.format, input);
  };
}

// Without `rules` the profile is that of the input.
inline Check HostileCheck(ParseFunction reader,
                          const Profile* rules = nullptr) {
  const auto check = std::make_shared<HostilePagesCheck>(reader);
  return [=](std::string_view bytes, bool* judged) {
    Input input = DecodeInput(bytes);
    if (rules != nullptr) input.choices.profile = rules;
    auto report = check->Check(input);
    *judged = check->judged();
    return report;
  };
}

inline Check WritersCheck(const WriterModel& model) {
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    // Only the empty input has no recipe to check.
    *judged = !input.reply.empty();
    return CheckWriter(input.choices.format, input.reply,
                       input.choices.checks_recipe, model);
  };
}

inline Check RequestsCheck(const SizingModel& model) {
  return [=](std::string_view bytes, bool* judged) {
    *judged = true;
    return CheckRequest(
        ReadRequestInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size()),
        model);
  };
}

// --- Planted bugs. ---

struct Planted {
  std::string name;
  std::string target;
  std::string says;  // What the report contains.
  uint64_t runs;     // Several times what it takes.
  std::function<Check()> check;
  bool from_nothing = false;  // Not from the target's seeds.
};

// A mutant, compared with what is right.
inline ListedParser Wrong(std::string_view mutant, Presentation presentation) {
  return {std::string(mutant), presentation, ParseFunctionOf(mutant)};
}

inline void AddReplies(std::vector<Planted>* planted) {
  const struct {
    RecordFormat format;
    const char* mutant;
    Presentation presentation;
  } kRows[] = {
      {RecordFormat::kDirent, "name_max_4094", Presentation::kLinear},
      {RecordFormat::kDirent, "slash_last_unseen", Presentation::kMapped},
      {RecordFormat::kDirent, "off_cut_at_seam", Presentation::kSegmented},
      {RecordFormat::kDirentplus, "size_int64_max_refused",
       Presentation::kLinear},
      {RecordFormat::kDirentplus, "full_forgets", Presentation::kMapped},
      {RecordFormat::kDirentplus, "nodeid_cut_at_seam",
       Presentation::kSegmented},
  };
  for (const auto& row : kRows) {
    planted->push_back(
        {row.mutant,
         row.format == RecordFormat::kDirent ? "reply_fuzzer"
                                             : "plus_reply_fuzzer",
         std::string(row.mutant) + " differs from reference", 8000, [=] {
           return RepliesCheck(
               row.format,
               {OurParsers().front(), Wrong(row.mutant, row.presentation)},
               &LinuxProfile());
         }});
  }
}

inline void AddLayouts(std::vector<Planted>* planted) {
  for (const char* const mutant :
       {"one_segment", "slash_after_seam_unseen", "nodeid_cut_at_seam"}) {
    planted->push_back({mutant, "layout_fuzzer",
                        std::string(mutant) + " differs from none", 20000, [=] {
                          return LayoutsCheck(
                              {Wrong("none", Presentation::kLinear),
                               Wrong(mutant, Presentation::kSegmented)});
                        }});
  }
  planted->push_back({"cut_record_filled", "layout_fuzzer",
                      "is no prefix of the whole's", 2000, [] {
                        return LayoutsCheck({Wrong("cut_record_filled",
                                                   Presentation::kLinear)});
                      }});
}

// Ignores one field of a profile, and always has the value of Linux for it.
template <auto kField>
int IgnoresField(const Profile& profile, const dirents_reply& reply,
                 const dirents_sink& sink, uint64_t* pos) {
  Profile known = profile;
  known.*kField = LinuxProfile().*kField;
  return ParseWithReader(known, reply, sink, pos);
}

inline void AddProfiles(std::vector<Planted>* planted) {
  const std::pair<std::string, ParseFunction> kParsers[] = {
      {"order", &IgnoresField<&Profile::order>},
      {"when_full", &IgnoresField<&Profile::when_full>},
      {"last_padding_required", &IgnoresField<&Profile::last_padding_required>},
      {"frames_first", &IgnoresField<&Profile::frames_first>},
      {"bad_entry_forgotten", &IgnoresField<&Profile::bad_entry_forgotten>},
      {"failed_link_forgotten", &IgnoresField<&Profile::failed_link_forgotten>},
      {"forgets_after_error", &IgnoresField<&Profile::forgets_after_error>},
      {"name_max", &IgnoresField<&Profile::name_max>},
      {"empty_name", &IgnoresField<&Profile::empty_name>},
      {"long_name", &IgnoresField<&Profile::long_name>},
      {"slash", &IgnoresField<&Profile::slash>},
      {"nul", &IgnoresField<&Profile::nul>},
      {"unprintable", &IgnoresField<&Profile::unprintable>},
      {"not_utf8", &IgnoresField<&Profile::not_utf8>},
      {"off_negative", &IgnoresField<&Profile::off_negative>},
      {"type_above_u8", &IgnoresField<&Profile::type_above_u8>},
      {"short_record", &IgnoresField<&Profile::short_record>},
      {"trailing", &IgnoresField<&Profile::trailing>},
      {"lookups", &IgnoresField<&Profile::lookups>},
      {"dot_lookups", &IgnoresField<&Profile::dot_lookups>},
      {"lone_header_judged", &IgnoresField<&Profile::lone_header_judged>},
      {"type_of_8_bits", &IgnoresField<&Profile::type_of_8_bits>},
      {"nodeid0_linked", &IgnoresField<&Profile::nodeid0_linked>},
      {"dots_end_at_nul", &IgnoresField<&Profile::dots_end_at_nul>},
      {"not_utf8_forgotten", &IgnoresField<&Profile::not_utf8_forgotten>},
      {"unpadded_forgotten", &IgnoresField<&Profile::unpadded_forgotten>},
      {"emit_time", &IgnoresField<&Profile::emit_time>},
      {"efi_attr", &IgnoresField<&Profile::efi_attr>},
  };
  for (const auto& parser : kParsers) {
    planted->push_back(
        {"ignores_" + parser.first, "profile_fuzzer",
         "ignores differs from reference", 40000, [parse = parser.second] {
           return ProfilesCheck({OurParsers().front(),
                                 {"ignores", Presentation::kLinear, parse}});
         }});
  }
}

inline void PlantHostile(const Mutant& mutant, const std::string& name,
                         const std::string& says,
                         std::vector<Planted>* planted) {
  planted->push_back({name, "hostile_pages_fuzzer", says, 4000,
                      [&mutant] {
                        return HostileCheck(ParseFunctionOf(mutant),
                                            &mutant.profile_of());
                      },
                      /*from_nothing=*/true});
}

// Every field of a record, fetched again at each moment at which a parser can
// use it, and two ways to fetch more twice.  The corpus is empty: the mutator
// makes the records itself.
inline void AddHostile(std::vector<Planted>* planted) {
  constexpr std::string_view kSomething = "fetched twice";
  for (const Mutant& mutant : AllMutants()) {
    if (mutant.needs != Needs::kRewrites) continue;
    const std::string field(mutant.field);
    PlantHostile(mutant, std::string(mutant.name),
                 field.empty() ? std::string(kSomething) : field + " of record",
                 planted);
  }
  static const auto& fields =
      *new std::vector<std::string>(FieldsOf(RecordFormat::kDirentplus));
  static std::deque<Mutant> used_again;
  for (const std::string& field : fields) {
    // Others are in the table.  A name is borrowed from the emit to the link.
    if (!field.starts_with("entry_out.")) continue;
    for (const Again again : {Again::kAfterEmit, Again::kAfterFailedLink}) {
      const bool after_emit = again == Again::kAfterEmit;
      const Mutant& mutant = used_again.emplace_back(
          Mutant{.name = "", .what = "", .again = again, .field = field});
      // What is only linked, and fetched again before that, gives the trace of
      // the new reply: the field cannot be named.
      PlantHostile(
          mutant,
          field + (after_emit ? "_used_after_emit" : "_used_after_failed_link"),
          after_emit ? std::string(kSomething) : field + " of record", planted);
    }
  }
}

inline const std::vector<Planted>& AllPlanted() {
  static const auto* const all = [] {
    auto* planted = new std::vector<Planted>;
    AddReplies(planted);
    AddLayouts(planted);
    AddProfiles(planted);
    AddHostile(planted);
    for (const auto& bug : kPlantedWriters) {
      planted->push_back({bug.name, "writer_fuzzer", bug.says, bug.runs,
                          [&bug] { return WritersCheck(bug.model); }});
    }
    for (const auto& bug : kPlantedSizings) {
      planted->push_back({bug.name, "request_fuzzer", bug.says, bug.runs,
                          [&bug] { return RequestsCheck(bug.model); }});
    }
    return planted;
  }();
  return *all;
}

// The seeds of a target, which the runfiles hold.
inline std::vector<std::string> SeedsOf(const std::string& target) {
  std::vector<std::string> seeds =
      Split(MustReadFile("fuzz/" + target + ".seeds"), ',');
  for (std::string& seed : seeds) seed = MustReadFile(seed);
  return seeds;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_PLANTED_BUGS_H_
