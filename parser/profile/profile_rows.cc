// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile_rows.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace fuse_dirents {
namespace {

// --- Values and their words. ---

template <typename T>
struct Word {
  T value;
  std::string_view word;
};

constexpr Word<bool> kSwitches[] = {{true, "yes"}, {false, "no"}};
constexpr Word<Action> kActions[] = {
    {Action::kAccept, "accept"},
    {Action::kHide, "hide"},
    {Action::kStop, "stop"},
};
constexpr Word<LookupUse> kUses[] = {
    {LookupUse::kLink, "link"},
    {LookupUse::kForget, "forget"},
    {LookupUse::kNone, "nothing"},
};
constexpr Word<EmitTime> kTimes[] = {
    {EmitTime::kBeforeLookup, "before the lookup"},
    {EmitTime::kAfterLookup, "after the lookup"},
    {EmitTime::kAfterReply, "after the reply"},
};
constexpr Word<CheckOrder> kOrders[] = {
    {CheckOrder::kNamelenFirst, "namelen"},
    {CheckOrder::kRecordFirst, "record"},
};
constexpr Word<WhenFull> kWhenFull[] = {
    {WhenFull::kStop, "stop"},
    {WhenFull::kKeepLinking, "keep linking"},
};

constexpr std::span<const Word<bool>> WordsOf(bool) { return kSwitches; }
constexpr std::span<const Word<LookupUse>> WordsOf(LookupUse) { return kUses; }
constexpr std::span<const Word<EmitTime>> WordsOf(EmitTime) { return kTimes; }
constexpr std::span<const Word<CheckOrder>> WordsOf(CheckOrder) {
  return kOrders;
}
constexpr std::span<const Word<WhenFull>> WordsOf(WhenFull) {
  return kWhenFull;
}

template <typename T>
std::string Cell(T value) {
  const auto words = WordsOf(value);
  return std::string(std::ranges::find(words, value, &Word<T>::value)->word);
}

template <>
std::string Cell(Rule rule) {
  if (rule.action == Action::kError) return ErrorText(-rule.err);
  return std::string(
      std::ranges::find(kActions, rule.action, &Word<Action>::value)->word);
}

template <>
std::string Cell(uint32_t name_max) {
  return name_max == kNoNameMax ? "none" : std::to_string(name_max);
}

template <typename T>
bool Read(std::string_view text, T* value) {
  const auto words = WordsOf(*value);
  const auto found = std::ranges::find(words, text, &Word<T>::word);
  if (found == words.end()) return false;
  *value = found->value;
  return true;
}

template <>
bool Read(std::string_view text, Rule* rule) {
  const auto found = std::ranges::find(kActions, text, &Word<Action>::word);
  if (found != std::end(kActions)) {
    *rule = {found->value};
    return true;
  }
  const auto error = ParseError(text);
  if (!error || *error >= 0) return false;
  *rule = Error(-*error);
  return true;
}

template <>
bool Read(std::string_view text, uint32_t* name_max) {
  if (text == "none") {
    *name_max = kNoNameMax;
    return true;
  }
  const auto number = ParseNumber(text, kNoNameMax - 1);
  if (!number || *number == 0) return false;
  *name_max = static_cast<uint32_t>(*number);
  return true;
}

constexpr std::string_view kRuleWords = "accept, hide, stop or -ERRNO";

constexpr std::string_view TypeWords(Rule) { return kRuleWords; }
constexpr std::string_view TypeWords(bool) { return "yes or no"; }
constexpr std::string_view TypeWords(uint32_t) {
  return "a number of bytes above 0, or none";
}
constexpr std::string_view TypeWords(LookupUse) {
  return "link, forget or nothing";
}
constexpr std::string_view TypeWords(EmitTime) {
  return "before the lookup, after the lookup or after the reply";
}
constexpr std::string_view TypeWords(CheckOrder) { return "namelen or record"; }
constexpr std::string_view TypeWords(WhenFull) {
  return "stop or keep linking";
}

// --- Rows. ---

template <auto kMember>
std::string CellOf(const Profile& p) {
  return Cell(p.*kMember);
}

template <auto kMember>
bool Set(std::string_view words, Profile* p) {
  return Read(words, &(p->*kMember));
}

template <auto... kMembers>
void Copy(const Profile& from, Profile* to) {
  ((to->*kMembers = from.*kMembers), ...);
}

template <auto kMember>
constexpr ProfileRow Row(
    std::string_view title, std::string_view field,
    std::string (*cell)(const Profile&) = &CellOf<kMember>) {
  return {title,         field,         cell, TypeWords(Profile{}.*kMember),
          &Set<kMember>, &Copy<kMember>};
}

// A row about READDIRPLUS.
template <auto kMember>
std::string PlusCell(const Profile& p) {
  return p.readdirplus ? Cell(p.*kMember) : "-";
}
template <auto kMember>
constexpr ProfileRow PlusRow(std::string_view title, std::string_view field) {
  return Row<kMember>(title, field, &PlusCell<kMember>);
}

// A row about records that are linked.
template <auto kMember>
std::string LinkCell(const Profile& p) {
  const bool links =
      p.lookups == LookupUse::kLink || p.dot_lookups == LookupUse::kLink;
  return links ? PlusCell<kMember>(p) : "-";
}
template <auto kMember>
constexpr ProfileRow LinkRow(std::string_view title, std::string_view field) {
  return Row<kMember>(title, field, &LinkCell<kMember>);
}

// The end of a reply allows a stop and an error.
template <auto kMember>
bool SetEnd(std::string_view words, Profile* p) {
  Rule rule = {};
  if (!Read(words, &rule) || rule == kAccept || rule == kHide) return false;
  p->*kMember = rule;
  return true;
}
template <auto kMember>
constexpr ProfileRow EndRow(std::string_view title, std::string_view field) {
  return {title,
          field,
          &CellOf<kMember>,
          "stop or -ERRNO",
          &SetEnd<kMember>,
          &Copy<kMember>};
}

std::string Formats(const Profile& p) {
  if (p.readdir && p.readdirplus) return "both";
  return p.readdir ? "READDIR" : "READDIRPLUS";
}

bool SetFormats(std::string_view words, Profile* p) {
  if (words != "both" && words != "READDIR" && words != "READDIRPLUS") {
    return false;
  }
  p->readdir = words != "READDIRPLUS";
  p->readdirplus = words != "READDIR";
  return true;
}

std::string LongName(const Profile& p) {
  return p.name_max == kNoNameMax ? "-" : Cell(p.long_name);
}

std::string Full(const Profile& p) {
  if (p.emit_time == EmitTime::kAfterReply) return "-";
  return PlusCell<&Profile::when_full>(p);
}

constexpr ProfileRow kRows[] = {
    {"asks for", "formats", &Formats, "READDIR, READDIRPLUS or both",
     &SetFormats, &Copy<&Profile::readdir, &Profile::readdirplus>},
    Row<&Profile::name_max>("longest name in bytes", "name_max"),
    Row<&Profile::order>("looks first at", "order"),
    Row<&Profile::empty_name>("namelen is 0", "empty_name"),
    Row<&Profile::long_name>("namelen above the longest", "long_name",
                             &LongName),
    EndRow<&Profile::short_record>("record runs past the reply",
                                   "short_record"),
    EndRow<&Profile::trailing>("fewer bytes than a header remain", "trailing"),
    Row<&Profile::lone_header_judged>(
        "a header with nothing after it is looked at", "lone_header_judged"),
    Row<&Profile::last_padding_required>("padding after the last name required",
                                         "last_padding_required"),
    Row<&Profile::frames_first>("all frames are checked first", "frames_first"),
    Row<&Profile::slash>("'/' in the name", "slash"),
    Row<&Profile::nul>("NUL in the name", "nul"),
    Row<&Profile::unprintable>("backslash or byte outside 20..7e",
                               "unprintable"),
    Row<&Profile::not_utf8>("name is not UTF-8", "not_utf8"),
    PlusRow<&Profile::efi_attr>("attributes that EFI_FILE_INFO cannot express",
                                "efi_attr"),
    Row<&Profile::off_negative>("off above INT64_MAX", "off_negative"),
    Row<&Profile::type_above_u8>("type above 255", "type_above_u8"),
    Row<&Profile::emit_time>("an entry is offered", "emit_time"),
    Row<&Profile::type_of_8_bits>("type is cut to 8 bits", "type_of_8_bits"),
    PlusRow<&Profile::lookups>("a lookup", "lookups"),
    PlusRow<&Profile::dot_lookups>("a lookup of \".\" or \"..\"",
                                   "dot_lookups"),
    LinkRow<&Profile::nodeid0_linked>("nodeid 0 is linked", "nodeid0_linked"),
    PlusRow<&Profile::dots_end_at_nul>("\".\" and \"..\" may end at a NUL",
                                       "dots_end_at_nul"),
    LinkRow<&Profile::bad_entry_forgotten>(
        "a bad entry_out is forgotten, not linked", "bad_entry_forgotten"),
    LinkRow<&Profile::not_utf8_forgotten>(
        "a name that is not UTF-8 is forgotten, not linked",
        "not_utf8_forgotten"),
    LinkRow<&Profile::failed_link_forgotten>("a refused link is forgotten",
                                             "failed_link_forgotten"),
    Row<&Profile::when_full>("READDIRPLUS with a full buffer", "when_full",
                             &Full),
    PlusRow<&Profile::forgets_after_error>("an error forgets the rest",
                                           "forgets_after_error"),
    PlusRow<&Profile::unpadded_forgotten>(
        "a record that lacks padding alone is forgotten", "unpadded_forgotten"),
};

}  // namespace

std::span<const ProfileRow> ProfileRows() { return kRows; }

const ProfileRow* FindProfileRow(std::string_view name) {
  for (const ProfileRow& row : kRows) {
    if (row.title == name || row.field == name) return &row;
  }
  return nullptr;
}

std::vector<Neighbour> Neighbours(const Profile& profile,
                                  std::span<const std::string> more_words) {
  std::vector<std::string_view> words = {"none"};
  const auto add = [&](const auto& table) {
    for (const auto& entry : table) words.push_back(entry.word);
  };
  add(kSwitches);
  add(kActions);
  add(kUses);
  add(kTimes);
  add(kOrders);
  // Its "stop" is that of kActions.
  words.push_back(kWhenFull[1].word);
  words.insert(words.end(), more_words.begin(), more_words.end());
  std::vector<Neighbour> neighbours;
  for (const ProfileRow& row : std::span(kRows).subspan(1)) {
    const std::string now = row.cell(profile);
    for (const std::string_view word : words) {
      Profile other = profile;
      if (word == now || !row.set(word, &other)) continue;
      neighbours.push_back({&row, other});
    }
  }
  return neighbours;
}

bool SetRow(std::string_view name_and_value, Profile* profile,
            std::string* problem) {
  const auto [name, value] = SplitKeyValue(name_and_value);
  const std::string quoted = "'" + std::string(name_and_value) + "': ";
  const ProfileRow* const row = FindProfileRow(name);
  if (row == nullptr) {
    *problem = quoted + "no rule of a profile is called '" + std::string(name) +
               "'; there are";
    for (const ProfileRow& known : kRows) {
      *problem += " " + std::string(known.field);
    }
    return false;
  }
  std::string words(value);
  std::ranges::replace(words, '_', ' ');
  if (row->set(words, profile)) return true;
  *problem =
      quoted + std::string(row->field) + " takes " + std::string(row->words);
  return false;
}

std::string ProfileNames() {
  std::string names;
  for (const Profile& profile : AllProfiles()) {
    names += (names.empty() ? "" : ", ") + std::string(profile.name);
  }
  return names;
}

}  // namespace fuse_dirents
