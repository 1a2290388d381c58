// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/broken_property.h"

#include <string.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <vector>

#include "tools/triage/stack_frame.h"

namespace fuse_dirents {
namespace {

using std::string_view;

// A line longer than this is cut: a condition or a trace could be any length.
constexpr size_t kMaxSentence = 300;

// Without the last line where that has no end yet.
std::vector<string_view> LinesOf(string_view text) {
  std::vector<string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (end == text.npos) break;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// What lies behind `mark` in `line`, or nothing.
std::optional<string_view> After(string_view line, string_view mark) {
  const size_t at = line.find(mark);
  if (at == line.npos) return std::nullopt;
  return line.substr(at + mark.size());
}

string_view FirstWord(string_view text) {
  const size_t begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find(' '));
}

// One line, without control characters, of bounded length.
std::string Sentence(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  if (text.size() > kMaxSentence) text = text.substr(0, kMaxSentence) + "...";
  return text;
}

// "misaligned address 0x7f12": where something lay is another in each run.
std::string WithoutAddresses(string_view text) {
  constexpr string_view kMark = " address 0x";
  std::string kept;
  for (size_t at = text.find(kMark); at != text.npos; at = text.find(kMark)) {
    kept += text.substr(0, at + kMark.find(" 0x"));
    text.remove_prefix(at + kMark.size());
    text.remove_prefix(
        std::min(text.find_first_not_of("0123456789abcdef"), text.size()));
  }
  return kept + std::string(text);
}

// Numbers become N, and what is in double quotes goes.
std::string WithoutValues(string_view text) {
  std::string key;
  for (size_t i = 0; i < text.size();) {
    const auto is_hex = [&](size_t at) {
      return at < text.size() &&
             std::isxdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    const bool digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    if (text[i] == '"') {
      key += "\"\"";
      size_t end = i + 1;
      while (end < text.size() && text[end] != '"') {
        end += text[end] == '\\' ? 2 : 1;
      }
      i = end + 1;
    } else if (digit) {
      key += 'N';
      const bool hex = text[i] == '0' && i + 1 < text.size() &&
                       text[i + 1] == 'x' && is_hex(i + 2);
      i += hex ? 2 : 0;
      while (i < text.size() &&
             (hex ? is_hex(i)
                  : std::isdigit(static_cast<unsigned char>(text[i])) != 0)) {
        ++i;
      }
    } else {
      key += text[i++];
    }
  }
  return key;
}

struct Reading {
  BrokenProperty property;
  bool complete;  // Whatever lines follow change nothing.
};

// " with another off": the first NAME=VALUE in which two events of one kind
// differ.
std::string OtherField(string_view expected, string_view got) {
  if (FirstWord(expected) != FirstWord(got)) return "";
  const auto next = [](string_view* text) {
    const string_view word = FirstWord(*text);
    text->remove_prefix(static_cast<size_t>(word.data() - text->data()) +
                        word.size());
    return word;
  };
  for (;;) {
    const string_view word = next(&expected), other = next(&got);
    if (word.empty() && other.empty()) return "";
    if (word == other) continue;
    const string_view named = word.empty() ? other : word;
    return " with another " + std::string(named.substr(0, named.find('=')));
  }
}

// `lines` begin with "finding: ...".  A difference of traces goes on with what
// was expected and what came.
Reading ReadFinding(std::span<const string_view> lines) {
  string_view what = *After(lines[0], "finding: ");
  if (what.ends_with(':')) what.remove_suffix(1);
  std::string sentence(what);
  size_t next = 1;
  if (next < lines.size() && lines[next].starts_with("  expected  ")) {
    const string_view expected = *After(lines[next++], "  expected  ");
    sentence += ": expected " + std::string(FirstWord(expected));
    if (next < lines.size() && lines[next].starts_with("  got ")) {
      const string_view got = *After(lines[next++], "  got ");
      sentence += ", got " + std::string(FirstWord(got));
      sentence += OtherField(expected, got);
    }
  }
  sentence = Sentence(sentence);
  return {{sentence, WithoutValues(sentence)}, next < lines.size()};
}

// "in FUNCTION (PLACE)", and without the place in *key.
std::string Where(const StackFrame& frame, std::string* key) {
  *key = "in " + frame.function;
  return *key + (frame.place.empty() ? "" : " (" + frame.place + ")");
}

// The first function of ours in the stack among `lines`, if there is one.
struct StackReading {
  std::optional<StackFrame> frame;
  bool complete = false;  // Whatever lines follow change nothing.
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
  // Where the clock or the memory ran out is chance: told, but not compared.
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

// What `lines` say if the first of them tells of a broken property.
std::optional<Reading> ReadFrom(std::span<const string_view> lines) {
  const string_view line = lines[0];
  if (line.starts_with("finding: ")) return ReadFinding(lines);
  if (const auto condition = After(line, ": check failed: ")) {
    const std::string place = ShortPlace(line.substr(
        0, line.size() - condition->size() - strlen(": check failed: ")));
    const std::string sentence =
        Sentence("a belief of our own is broken at " + place + ": " +
                 std::string(*condition));
    return Reading{{sentence, sentence}, true};
  }
  if (const auto message = After(line, ": runtime error: ")) {
    const std::string place = ShortPlace(line.substr(
        0, line.size() - message->size() - strlen(": runtime error: ")));
    const std::string start = "UndefinedBehaviorSanitizer: ";
    const std::string where = " (" + place + ")";
    return Reading{{Sentence(start + WithoutAddresses(*message) + where),
                    Sentence(start + WithoutValues(*message) + where)},
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
    sentence = "signal " + std::to_string(number) +
               (name == nullptr ? "" : std::string(" (") + name + ")") +
               " ends it, and no report says why";
  } else {
    sentence = "unknown: it ends with exit status " +
               std::to_string(run.status) + " and without a report that is " +
               "understood";
  }
  return BrokenProperty{sentence, sentence};
}

bool SaysEnough(std::string_view output) {
  const auto reading = ReadOutput(output);
  return reading && reading->complete;
}

}  // namespace fuse_dirents
