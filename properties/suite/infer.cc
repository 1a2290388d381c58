// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/infer.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/forked.h"
#include "base/text.h"
#include "differential/runner.h"
#include "parser/parse.h"
#include "parser/profile/profile_rows.h"
#include "properties/suite/child.h"
#include "properties/suite/name_rule.h"

namespace fuse_dirents {
namespace {

// Text of all traces of one child; pages that are not used cost nothing.
constexpr size_t kTextBytes = size_t{256} << 20;
// A name that is longer than those of every client.
constexpr uint32_t kLongestTried = 1 << 16;
// With more cases that kill the parser, the rest is not tried.
constexpr size_t kMostDeaths = 20;
// Profiles that the search starts from.
constexpr size_t kStarts = 3;

struct Seen {
  Case c;
  std::string reply;
  Trace trace;  // Of the parser.
};

void TraceOf(const ParseFunction& parse, const Profile& profile, const Case& c,
             std::string_view reply, Trace* trace) {
  const dirents_segment segment = {reply.data(), reply.size()};
  trace->Clear();
  RecordTrace(parse, profile,
              {c.format == RecordFormat::kDirentplus ? 1 : 0,
               c.choices.start_off, &segment, 1, reply.size()},
              c.choices.plan, trace);
}

// Runs the parser on `cases` in children, as many as it kills.  The traces, in
// the order of the cases; empty where it died.
std::vector<Trace> TracesOf(const Subject& subject,
                            std::span<const Case> cases) {
  const SharedPages pages(kTextBytes);
  char* const text = static_cast<char*>(pages.data());
  std::vector<Trace> traces;
  for (size_t deaths = 0; traces.size() < cases.size();) {
    const size_t first = traces.size();
    const ChildResult result = RunInChild(subject.load, [&] {
      const ParseFunction parse = Watched(subject.parse, Presentation::kLinear);
      size_t at = 0;
      Trace trace;
      for (const Case& c : cases.subspan(first)) {
        BeginCase();
        TraceOf(parse, *subject.profile, c, c.Reply(), &trace);
        const std::string line = trace.ToText();
        FUSE_DIRENTS_CHECK(line.size() < kTextBytes - at);
        std::memcpy(text + at, line.c_str(), line.size() + 1);
        at += line.size() + 1;
      }
      return std::optional<Violation>();
    });
    const size_t whole = result.cases - (result.death ? 1 : 0);
    size_t at = 0;
    for (size_t i = 0; i < whole && result.cases > 0; ++i) {
      std::string problem;
      auto trace = Trace::FromText(text + at, &problem);
      FUSE_DIRENTS_CHECK(trace);
      traces.push_back(*std::move(trace));
      at += std::strlen(text + at) + 1;
    }
    if (!result.death) continue;
    traces.emplace_back();
    if (++deaths == kMostDeaths) traces.resize(cases.size());
  }
  return traces;
}

// The longest name that the parser emits, if it emits a short one and not one
// of kLongestTried bytes.
std::optional<uint32_t> LongestName(const Subject& subject) {
  const auto emits = [&](uint32_t length) {
    Case c;
    c.format =
        subject.dirent ? RecordFormat::kDirent : RecordFormat::kDirentplus;
    c.choices.profile = subject.profile;
    RecordFields fields = {.ino = 1, .off = 1, .type = 8};
    fields.name.assign(length, 'n');
    fields.entry_out.nodeid = 2;
    fields.entry_out.attr.mode = 0100644;
    c.records.push_back(fields);
    const Trace trace = TracesOf(subject, {&c, 1})[0];
    for (size_t i = 0; i < trace.size(); ++i) {
      if (trace.at(i).kind == Event::kEmit) return true;
    }
    return false;
  };
  return LongestEmitted(kLongestTried, emits);
}

// Which cases a profile explains.
class Fit {
 public:
  explicit Fit(std::vector<Seen> seen) : seen_(std::move(seen)) {
    for (size_t i = 0; i < seen_.size(); ++i) order_.push_back(i);
  }

  // Cases that `profile` does not explain; stops counting at `enough`.  Those
  // that decided something before are tried first.
  size_t Differing(const Profile& profile, size_t enough) {
    size_t count = 0;
    for (size_t i = 0; i < order_.size() && count < enough; ++i) {
      if (Explains(profile, seen_[order_[i]])) continue;
      ++count;
      if (i < 32) continue;
      std::swap(order_[i], order_[last_moved_++ % 32]);
    }
    return count;
  }

  bool Explains(const Profile& profile, const Seen& seen) {
    TraceOf(&ParseWithReference, profile, seen.c, seen.reply, &trace_);
    return trace_ == seen.trace;
  }

  const std::vector<Seen>& seen() const { return seen_; }

 private:
  const std::vector<Seen> seen_;
  std::vector<size_t> order_;
  size_t last_moved_ = 0;
  Trace trace_;
};

// Words that rows may need beside those of the table: each error that was
// returned, and the longest name.
std::vector<std::string> WordsOf(const Fit& fit,
                                 std::optional<uint32_t> name_max) {
  std::set<int> errors;
  for (const Seen& seen : fit.seen()) {
    const int error = seen.trace.at(seen.trace.size() - 1).error;
    if (error < 0) errors.insert(error);
  }
  std::vector<std::string> words;
  for (const int error : errors) words.push_back(ErrorText(error));
  if (name_max) words.push_back(std::to_string(*name_max));
  return words;
}

struct Guess {
  Profile profile;
  size_t differing;
};

// Changes one row after the other for as long as fewer cases differ.
Guess Climb(Guess guess, std::span<const std::string> words, Fit* fit) {
  while (guess.differing > 0) {
    const size_t before = guess.differing;
    const std::vector<Neighbour> near = Neighbours(guess.profile, words);
    Guess best = guess;
    for (const Neighbour& one : near) {
      const size_t differing = fit->Differing(one.profile, best.differing);
      if (differing < best.differing) best = {one.profile, differing};
    }
    if (best.differing == before) break;
    guess = best;
  }
  return guess;
}

Profile ForFormats(Profile profile, const Subject& subject) {
  profile.readdir = subject.dirent;
  profile.readdirplus = subject.direntplus;
  return profile;
}

std::vector<ObservedRow> RowsOf(const Guess& guess,
                                std::span<const std::string> words, Fit* fit) {
  std::map<std::string_view, std::vector<std::string>> equal;
  for (const Neighbour& one : Neighbours(guess.profile, words)) {
    const std::string cell = one.row->cell(one.profile);
    if (cell == one.row->cell(guess.profile)) continue;
    if (fit->Differing(one.profile, guess.differing + 1) > guess.differing) {
      continue;
    }
    equal[one.row->title].push_back(cell);
  }
  std::vector<ObservedRow> rows;
  for (const ProfileRow& row : ProfileRows()) {
    rows.push_back({row.title, row.cell(guess.profile), equal[row.title]});
  }
  return rows;
}

}  // namespace

Observed Infer(const Subject& subject, std::span<const InputFile> files) {
  const std::optional<uint32_t> name_max = LongestName(subject);
  const std::vector<Case> cases = InferenceCases(subject, files, name_max);
  std::vector<Trace> traces = TracesOf(subject, cases);
  std::vector<Seen> seen;
  Observed observed;
  for (size_t i = 0; i < cases.size(); ++i) {
    if (traces[i].empty()) {
      ++observed.died;
      continue;
    }
    seen.push_back({cases[i], cases[i].Reply(), std::move(traces[i])});
  }
  observed.cases = seen.size();
  Fit fit(std::move(seen));

  for (const Profile& profile : AllProfiles()) {
    observed.profiles.push_back(
        {&profile,
         fit.Differing(ForFormats(profile, subject), observed.cases)});
  }
  std::ranges::sort(observed.profiles, {}, [](const NearProfile& near) {
    return std::pair(near.differing, near.profile - AllProfiles().data());
  });
  const std::vector<std::string> words = WordsOf(fit, name_max);
  std::optional<Guess> best;
  for (const NearProfile& near : std::span(observed.profiles).first(kStarts)) {
    const Guess guess = Climb(
        {ForFormats(*near.profile, subject), near.differing}, words, &fit);
    if (!best || guess.differing < best->differing) best = guess;
    if (best->differing == 0) break;
  }
  observed.profile = best->profile;
  observed.unexplained = best->differing;
  observed.rows = RowsOf(*best, words, &fit);
  observed.profile.name = "observed";
  observed.profile.client = "the parser, as observed";

  const Seen* smallest = nullptr;
  for (const Seen& one : fit.seen()) {
    if (observed.unexplained == 0 || fit.Explains(best->profile, one)) continue;
    if (smallest == nullptr || one.reply.size() < smallest->reply.size()) {
      smallest = &one;
    }
  }
  if (smallest != nullptr) {
    Trace due;
    TraceOf(&ParseWithReference, best->profile, smallest->c, smallest->reply,
            &due);
    observed.smallest = smallest->c;
    observed.difference = "by the column above:\n" + due.ToText() +
                          "the parser:\n" + smallest->trace.ToText();
  }
  return observed;
}

std::string ToText(const Subject& subject, const Observed& observed,
                   size_t profiles) {
  const auto near = std::span(observed.profiles)
                        .first(std::min(profiles, observed.profiles.size()));
  std::vector<std::vector<std::string>> table = {{"", "observed"}};
  for (const NearProfile& one : near) {
    table[0].push_back("`" + std::string(one.profile->name) + "`");
  }
  bool has_undecided = false;
  for (size_t i = 0; i < observed.rows.size(); ++i) {
    const ObservedRow& row = observed.rows[i];
    std::string cell = row.cell;
    for (const std::string& other : row.undecided) cell += " or " + other;
    if (!row.undecided.empty()) cell += " ?";
    has_undecided = has_undecided || !row.undecided.empty();
    table.push_back({std::string(row.title), cell});
    for (const NearProfile& one : near) {
      std::string theirs = ProfileRows()[i].cell(*one.profile);
      const bool is_same =
          theirs == row.cell || row.cell == "-" || theirs == "-" ||
          std::ranges::find(row.undecided, theirs) != row.undecided.end();
      table.back().push_back(is_same ? theirs : theirs + " *");
    }
  }
  std::vector<std::string> last = {"replies that differ",
                                   std::to_string(observed.unexplained)};
  for (const NearProfile& one : near) {
    last.push_back(std::to_string(one.differing));
  }
  table.push_back(last);
  std::vector<size_t> widths(table[0].size());
  for (const auto& row : table) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto& row : table) {
    for (size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) {
        text.append(widths[i] + 2 - row[i].size(), ' ');
      }
    }
    text += "\n";
  }
  text += "* differs from what is observed\n";
  if (has_undecided) text += "? undecided: no reply shows which\n";
  text += "replies: " + std::to_string(observed.cases) + "\n";
  if (observed.died > 0) {
    text += "replies on which the parser died, which say nothing: " +
            std::to_string(observed.died) + "\n";
  }
  if (!observed.smallest) return text;
  return text +
         "not explained by any row: " + std::to_string(observed.unexplained) +
         " replies; the shortest of them:\n" + observed.difference +
         observed.smallest->ToRecipe(std::string(subject.name) +
                                     " follows no row here");
}

}  // namespace fuse_dirents
