// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "tools/explain/comparison.h"
#include "tools/explain/explain_text.h"
#include "tools/json_text.h"

namespace fuse_dirents {
namespace {

using Json = nlohmann::ordered_json;

std::string_view Word(EntryFate fate) {
  switch (fate) {
    case EntryFate::kEmitted:
      return "emitted";
    case EntryFate::kTypeCut:
      return "type_cut";
    case EntryFate::kHidden:
      return "hidden";
    case EntryFate::kDropped:
      return "dropped";
    case EntryFate::kRefused:
      return "refused";
    case EntryFate::kUnread:
      return "unread";
    case EntryFate::kAgain:
      return "again";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string_view Word(LookupFate fate) {
  switch (fate) {
    case LookupFate::kNone:
      return "none";
    case LookupFate::kLinked:
      return "linked";
    case LookupFate::kForgotten:
      return "forgotten";
    case LookupFate::kLeaked:
      return "leaked";
  }
  FUSE_DIRENTS_CHECK(false);
}

template <typename Fate>
Json Words(const std::vector<Fate>& fates) {
  Json words = Json::array();
  for (const Fate fate : fates) words.push_back(Word(fate));
  return words;
}

Json StopJson(const Verdict& verdict) {
  const std::string_view row = RowOf(verdict.stop);
  if (row.empty()) return nullptr;
  return {
      {"rule", row}, {"record", verdict.stop_record}, {"at", verdict.stop_at}};
}

Json VerdictJson(const Verdict& verdict) {
  if (!verdict.asks) {
    return {{"profile", verdict.profile->name}, {"asks", false}};
  }
  return {{"profile", verdict.profile->name},
          {"asks", true},
          {"error", verdict.error},
          {"error_name", ErrorText(verdict.error)},
          {"pos", verdict.pos},
          {"ended_full", verdict.ended_full},
          {"ends_directory", verdict.ends_directory()},
          {"stop", StopJson(verdict)},
          {"emitted", verdict.emitted},
          {"lost", verdict.lost},
          {"linked", verdict.linked},
          {"forgotten", verdict.forgotten},
          {"leaked", verdict.leaked},
          {"entries", Words(verdict.entries)},
          {"lookups", Words(verdict.lookups)}};
}

Json DifferenceJson(const NumberedReply& reply, const Verdict& first,
                    const Verdict& other) {
  const VerdictDifference difference = DifferenceOf(reply, first, other);
  Json rules = Json::array();
  for (const RowDifference& rule : difference.rules) {
    rules.push_back(
        {{"rule", rule.title}, {"first", rule.first}, {"other", rule.second}});
  }
  Json json = {{"first", first.profile->name}, {"other", other.profile->name}};
  json["record"] = difference.record ? Json(*difference.record) : Json(nullptr);
  json["rules"] = rules;
  return json;
}

}  // namespace

Json ExplainJson(const NumberedReply& reply) {
  const std::vector<Verdict> verdicts = reply.Verdicts();
  Json json = {{"bytes", reply.size()}};
  for (size_t i = 0; i < reply.records().size(); ++i) {
    json["records"].push_back(
        {{"at", reply.records()[i].pos}, {"name", Utf8Name(reply.NameOf(i))}});
  }
  for (const Verdict& verdict : verdicts) {
    json["verdicts"].push_back(VerdictJson(verdict));
  }
  const std::vector<Group> groups = GroupsOf(verdicts);
  json["outcomes"] = Json::array();
  json["differences"] = Json::array();
  for (const Group& group : groups) {
    Json names = Json::array();
    for (const size_t member : group) {
      names.push_back(verdicts[member].profile->name);
    }
    json["outcomes"].push_back(names);
    if (&group == &groups.front()) continue;
    json["differences"].push_back(DifferenceJson(
        reply, verdicts[groups.front().front()], verdicts[group.front()]));
  }
  return json;
}

}  // namespace fuse_dirents
