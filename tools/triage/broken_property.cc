// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/broken_property.h"

#include <string.h>

#include <algorithm>
#include <regex>
#include <span>
#include <vector>

#include "base/text.h"
#include "fmt/format.h"
#include "tools/triage/stack_frame.h"

namespace fuse_dirents {
namespace {

using std::string_view;

// A longer line is cut: a condition or a trace could have any length.
constexpr size_t kMaxSentence = 300;

// The lines of `text` that have an end.
std::vector<string_view> LinesOf(string_view text) {
  std::vector<string_view> lines;
  for (size_t end; (end = text.find('\n')) != text.npos;) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// What follows `mark` in `line`; nothing if the mark is not there.
std::optional<string_view> After(string_view line, string_view mark) {
  const size_t at = line.find(mark);
  if (at == line.npos) return std::nullopt;
  return line.substr(at + mark.size());
}

// One line, without control characters, of bounded length.
std::string Sentence(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  if (text.size() > kMaxSentence) text = text.substr(0, kMaxSentence) + "...";
  return text;
}

// "misaligned address 0x7f12": each run has other addresses.
std::string WithoutAddresses(const std::string& sentence) {
  static const std::regex kAddress(" address 0x[0-9a-f]*");
  return std::regex_replace(sentence, kAddress, " address");
}

// Numbers become N, and quoted names become "".
std::string WithoutValues(const std::string& sentence) {
  static const std::regex kQuoted(R"("([^"\\]|\\.)*("|$))");
  static const std::regex kNumber("0x[0-9a-fA-F]+|[0-9]+");
  return std::regex_replace(std::regex_replace(sentence, kQuoted, "\"\""),
                            kNumber, "N");
}

struct Reading {
  BrokenProperty property;
  bool complete;  // No line that follows can change it.
};

// ": expected emit, got emit with another off": the kinds of two events and, if
// they are the same, the first NAME=VALUE in which they differ.
std::string Difference(string_view expected, string_view got) {
  std::vector<string_view> a = SplitWords(expected), b = SplitWords(got);
  const size_t words = std::max({a.size(), b.size(), size_t{1}});
  a.resize(words);
  b.resize(words);
  const std::string text = fmt::format(": expected {}, got {}", a[0], b[0]);
  if (a[0] != b[0]) return text;
  const auto other = std::ranges::mismatch(a, b);
  if (other.in1 == a.end()) return text;
  const string_view field = other.in1->empty() ? *other.in2 : *other.in1;
  return fmt::format("{} with another {}", text, SplitKeyValue(field).key);
}

// `lines` begin with "finding: ...".  After a difference of traces come the
// event that was expected and the one that came.
Reading ReadFinding(std::span<const string_view> lines) {
  string_view what = *After(lines[0], "finding: ");
  if (what.ends_with(':')) what.remove_suffix(1);
  std::string sentence(what);
  const bool has_events =
      lines.size() > 1 && lines[1].starts_with("  expected  ");
  if (has_events && lines.size() > 2 && lines[2].starts_with("  got ")) {
    sentence += Difference(*After(lines[1], "  expected  "),
                           *After(lines[2], "  got "));
  }
  sentence = Sentence(sentence);
  return {{sentence, WithoutValues(sentence)},
          lines.size() > (has_events ? 3 : 1)};
}

// "in FUNCTION (PLACE)", and without the place in *key.
std::string Where(const StackFrame& frame, std::string* key) {
  *key = "in " + frame.function;
  return *key + (frame.place.empty() ? "" : " (" + frame.place + ")");
}

// The first function of ours in the stack among `lines`, if there is one.
struct StackReading {
  std::optional<StackFrame> frame;
  bool complete = false;  // No line that follows can change it.
  std::string_view access = {};
};

StackReading ReadStack(std::span<const string_view> lines) {
  StackReading read;
  bool stack_begun = false;
  for (const string_view line : lines) {
    if (read.complete) break;
    for (const auto& [mark, access] :
         {std::pair<string_view, string_view>{"READ of size ", ", a read"},
          {"WRITE of size ", ", a write"},
          {"caused by a READ memory access", ", a read"},
          {"caused by a WRITE memory access", ", a write"},
          {"Direct leak of ", ", allocated"}}) {
      if (stack_begun || line.find(mark) == line.npos) continue;
      read.access = access;
    }
    const FrameLine frame = ReadFrameLine(line);
    read.complete = (stack_begun && !frame.is_frame) || frame.is_fuzzer ||
                    frame.own.has_value();
    stack_begun = stack_begun || frame.is_frame;
    read.frame = frame.own;
  }
  return read;
}

// `lines` begin with the line that names the reporter; `what` is the rest of
// that line.
Reading ReadReport(string_view reporter, string_view what,
                   std::span<const string_view> lines) {
  std::string kind(what);
  for (const string_view tail : {" on ", " 0x", " (", ": "}) {
    kind = kind.substr(0, kind.find(tail));
  }
  if (kind.starts_with("detected memory leaks")) kind = "memory leak";
  const StackReading stack = ReadStack(lines);
  std::string key = std::string(reporter) + ": ", where;
  // The place where time or memory ran out is chance: reported, not compared.
  const bool is_timeout = kind.starts_with("timeout after ");
  if (is_timeout || kind.starts_with("out-of-memory")) {
    key += is_timeout ? "timeout" : kind;
    std::string sentence = key;
    if (stack.frame) sentence += ", seen " + Where(*stack.frame, &where);
    return {{Sentence(sentence), Sentence(key)}, stack.complete};
  }
  key += kind + std::string(stack.access);
  std::string sentence = key;
  if (stack.frame) {
    const std::string joint = key.ends_with(", allocated") ? " " : ", ";
    sentence += joint + Where(*stack.frame, &where);
    key += joint + where;
  }
  return {{Sentence(sentence), Sentence(key)}, stack.complete};
}

// The broken property that the first of `lines` reports, if it reports one.
std::optional<Reading> ReadFrom(std::span<const string_view> lines) {
  const string_view line = lines[0];
  if (line.starts_with("finding: ")) return ReadFinding(lines);
  if (const auto condition = After(line, ": check failed: ")) {
    const std::string place = ShortPlace(line.substr(
        0, line.size() - condition->size() - strlen(": check failed: ")));
    const std::string sentence = Sentence(fmt::format(
        "a belief of our own is broken at {}: {}", place, *condition));
    return Reading{{sentence, sentence}, true};
  }
  if (const auto message = After(line, ": runtime error: ")) {
    const std::string place = ShortPlace(line.substr(
        0, line.size() - message->size() - strlen(": runtime error: ")));
    const std::string kind = Sentence(std::string(*message));
    const auto sentence = [&place](const std::string& what) {
      return Sentence(
          fmt::format("UndefinedBehaviorSanitizer: {} ({})", what, place));
    };
    return Reading{
        {sentence(WithoutAddresses(kind)), sentence(WithoutValues(kind))},
        true};
  }
  for (const string_view level : {"ERROR: ", "WARNING: "}) {
    const auto rest = line.starts_with("==") ? After(line, level)
                                             : std::optional<string_view>();
    if (!rest) continue;
    const size_t colon = rest->find(": ");
    // "AddressSanitizer: ..."; other warnings are sentences.
    if (colon == rest->npos || rest->find(' ') < colon) continue;
    return ReadReport(rest->substr(0, colon), rest->substr(colon + 2), lines);
  }
  for (const string_view start :
       {"terminate called", "libc++abi: terminating"}) {
    if (!line.starts_with(start)) continue;
    const std::string sentence = Sentence(std::string(line));
    return Reading{{sentence, WithoutValues(sentence)}, true};
  }
  if (line.find(": Assertion `") != line.npos ||
      line.ends_with("the target returned non-zero")) {
    const size_t end = line.rfind(": ");
    const std::string sentence = Sentence(std::string(
        line.ends_with("non-zero") ? line.substr(end == line.npos ? 0 : end + 2)
                                   : line));
    return Reading{{sentence, sentence}, true};
  }
  return std::nullopt;
}

std::optional<Reading> ReadOutput(string_view output) {
  const std::vector<string_view> lines = LinesOf(output);
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto reading = ReadFrom(std::span(lines).subspan(i));
    if (reading) return reading;
  }
  return std::nullopt;
}

}  // namespace

std::optional<BrokenProperty> BrokenPropertyOf(const ReplayRun& run) {
  if (run.status == 0 && !run.timed_out && !run.cut_short) return std::nullopt;
  if (run.timed_out) {
    const std::string key = "timeout: does not return in time";
    std::string sentence = key, where;
    const StackReading stack = ReadStack(LinesOf(run.output));
    if (stack.frame) sentence += ", seen " + Where(*stack.frame, &where);
    return BrokenProperty{Sentence(sentence), key};
  }
  // The last line may have no end.
  const auto reading = ReadOutput(run.output + "\n");
  if (reading) return reading->property;
  std::string sentence;
  if (run.status > 128) {
    const int number = run.status - 128;
    const char* name = sigdescr_np(number);
    sentence = fmt::format("signal {} ({}) ends it, and no report says why",
                           number, name == nullptr ? "unknown" : name);
  } else {
    sentence = fmt::format(
        "unknown: it ends with exit status {} and without a report that is "
        "understood",
        run.status);
  }
  return BrokenProperty{sentence, sentence};
}

bool SaysEnough(std::string_view output) {
  const auto reading = ReadOutput(output);
  return reading && reading->complete;
}

}  // namespace fuse_dirents
