// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/coverage.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <tuple>
#include <utility>

#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kVersion = "2.0.1";  // The format of llvm-cov 19.
constexpr size_t kMaxText = 60;

// Kinds of regions, as llvm-cov numbers them.
constexpr int kCode = 0;
constexpr int kMcdcBranch = 6;

using Place = std::pair<uint32_t, uint32_t>;  // Line, column.

struct Span {
  Place begin, end;

  friend auto operator<=>(const Span&, const Span&) = default;
  bool Holds(const Span& other) const {
    return begin <= other.begin && other.end <= end;
  }
};

struct Branch {
  uint64_t on_true = 0;
  uint64_t on_false = 0;
  bool mcdc = false;
};

// One body in a source, all instantiations merged.
struct Function {
  std::string name;
  uint64_t calls = 0;
  std::map<Span, uint64_t> regions;
  std::map<Span, Branch> branches;
  // For each condition, whether it was seen to decide alone.
  std::map<Span, std::vector<bool>> decisions;
};

Span SpanOf(const Json& numbers) {
  return {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}};
}

std::string PathInWorkspace(std::string path) {
  return path.starts_with(kWorkspace) ? path.substr(kWorkspace.size()) : path;
}

// Adds one instantiation.  What lies in a macro has another number of its file.
void Add(const Json& json, Function* function) {
  std::set<Span> ours;
  for (const Json& region : json["regions"]) {
    if (region[5] != 0) continue;
    ours.insert(SpanOf(region));
    if (region[7] == kCode) {
      function->regions[SpanOf(region)] += region[4].get<uint64_t>();
    }
  }
  for (const Json& numbers : json["branches"]) {
    if (numbers[6] != 0) continue;
    Branch& branch = function->branches[SpanOf(numbers)];
    branch.on_true += numbers[4].get<uint64_t>();
    branch.on_false += numbers[5].get<uint64_t>();
    branch.mcdc = numbers[8] == kMcdcBranch;
  }
  for (const Json& record : json["mcdc_records"]) {
    const Span span = SpanOf(record);
    // A record has no number of its file: it is ours if we have its conditions.
    const auto first = function->branches.lower_bound({span.begin, {}});
    if (first == function->branches.end() || !span.Holds(first->first)) {
      continue;
    }
    const auto alone = record[6].get<std::vector<bool>>();
    std::vector<bool>& seen = function->decisions[span];
    seen.resize(std::max(seen.size(), alone.size()));
    for (size_t i = 0; i < alone.size(); ++i) seen[i] = seen[i] || alone[i];
  }
}

// Finds the misses of one function.
class Misses {
 public:
  Misses(const std::vector<std::string>& lines, const Function& function)
      : lines_(lines), function_(function) {}

  std::vector<Miss> Find(const Span& body) {
    for (const auto& [span, branch] : function_.branches) Check(span, branch);
    for (const auto& [span, alone] : function_.decisions) Check(span, alone);
    for (const auto& [span, runs] : function_.regions) Check(span, runs);
    if (function_.calls == 0) {
      misses_.clear();
      Add(body, "is never called");
    }
    std::ranges::sort(misses_, {}, [](const Miss& miss) {
      return std::tie(miss.line, miss.column, miss.what);
    });
    std::map<std::string, size_t> seen;
    for (Miss& miss : misses_) {
      const size_t n = ++seen[miss.what];
      if (n > 1) miss.what += " #" + std::to_string(n);
    }
    return std::move(misses_);
  }

 private:
  void Add(const Span& span, std::string what) {
    misses_.push_back({"", span.begin.first, span.begin.second, function_.name,
                       std::move(what)});
  }

  // How often the innermost region around `span` was run.
  uint64_t RunsOf(const Span& span) const {
    const std::pair<const Span, uint64_t>* innermost = nullptr;
    for (const auto& region : function_.regions) {
      if (region.first.Holds(span) &&
          (innermost == nullptr || innermost->first.Holds(region.first))) {
        innermost = &region;
      }
    }
    return innermost == nullptr ? 0 : innermost->second;
  }

  // The code in `span` on one line, without comments' or lines' extra blanks.
  std::string Text(const Span& span) const {
    std::string text;
    const auto [begin, end] = span;
    for (uint32_t n = begin.first; n <= end.first && n <= lines_.size(); ++n) {
      std::string line = lines_[n - 1];
      if (n == end.first) line = line.substr(0, end.second - 1);
      if (n == begin.first) {
        line = line.substr(std::min<size_t>(line.size(), begin.second - 1));
      }
      for (const char c : line + " ") {
        if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
      }
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
  }
  std::string Quoted(const Span& span) const {
    std::string text = Text(span);
    if (text.size() > kMaxText) text.replace(kMaxText - 3, text.npos, "...");
    return "`" + text + "`";
  }

  void Check(const Span& span, const Branch& branch) {
    const bool evaluated = branch.on_true != 0 || branch.on_false != 0;
    if (!evaluated && RunsOf(span) != 0) return;  // A constant.
    const auto& [line, column] = span.begin;
    const std::string before = lines_[line - 1].substr(0, column - 1);
    if (before.ends_with("= defaul") || before.ends_with("switch (")) return;
    if (!evaluated) return;
    if (branch.on_true == 0) Add(span, "never finds " + Quoted(span) + " true");
    if (branch.on_false == 0) {
      Add(span, "never finds " + Quoted(span) + " false");
    }
  }

  // The conditions of a decision, without those of decisions inside it.
  std::vector<Span> ConditionsOf(const Span& decision) const {
    std::vector<Span> conditions;
    for (const auto& [span, branch] : function_.branches) {
      const auto is_nearer = [&, &condition = span](const auto& other) {
        return other.first != decision && decision.Holds(other.first) &&
               other.first.Holds(condition);
      };
      if (branch.mcdc && decision.Holds(span) &&
          std::ranges::none_of(function_.decisions, is_nearer)) {
        conditions.push_back(span);
      }
    }
    return conditions;
  }

  void Check(const Span& decision, const std::vector<bool>& alone) {
    const std::vector<Span> conditions = ConditionsOf(decision);
    for (size_t i = 0; i < alone.size(); ++i) {
      if (alone[i]) continue;
      // Where a condition is a constant it is not known which is which.
      const bool known = conditions.size() == alone.size();
      const Span& span = known ? conditions[i] : decision;
      if (known) {
        const Branch& branch = function_.branches.at(span);
        if (branch.on_true == 0 || branch.on_false == 0) continue;
      }
      Add(span, "never lets " + Quoted(span) + " alone decide");
    }
  }

  void Check(const Span& span, uint64_t runs) {
    // The expansion of a macro ends where its argument begins.
    const std::string text = Text(span);
    if (text.starts_with("FUSE_DIRENTS_CHECK(false") ||
        text.starts_with("(false")) {
      return;
    }
    if (runs != 0) return;
    // What a condition that never holds leads to, and what lies inside another
    // region that is not run, follows from that.
    for (const auto& [condition, branch] : function_.branches) {
      if (branch.on_true != 0 || condition.end > span.begin) continue;
      const std::string between = Text({condition.end, span.begin});
      if (between == ")" || between == "?" || between == "") return;
    }
    for (const auto& [outer, outer_runs] : function_.regions) {
      if (outer != span && outer.Holds(span) && outer_runs == 0) return;
    }
    Add(span, "never comes to " + Quoted(span));
  }

  const std::vector<std::string>& lines_;
  const Function& function_;
  std::vector<Miss> misses_;
};

}  // namespace

Coverage ReadCoverage(std::string_view json, const Sources& sources) {
  Coverage coverage;
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || root.value("version", "") != kVersion ||
      root["data"].size() != 1) {
    coverage.problem = "expected one export of llvm-cov 19, version " +
                       std::string(kVersion) + " of its format";
    return coverage;
  }
  const Json& data = root["data"][0];
  std::map<std::string, std::map<Span, Function>> functions;  // By body.
  for (const Json& function : data["functions"]) {
    const std::string path = PathInWorkspace(function["filenames"][0]);
    if (!sources.contains(path) || function["regions"].empty()) continue;
    Function& all = functions[path][SpanOf(function["regions"][0])];
    if (all.name.empty()) all.name = FunctionName(function["name"]);
    all.calls += function["count"].get<uint64_t>();
    Add(function, &all);
  }
  for (const auto& [path, bodies] : functions) {
    for (const auto& [body, function] : bodies) {
      Misses misses(sources.at(path), function);
      for (Miss& miss : misses.Find(body)) {
        miss.file = path;
        coverage.misses.push_back(std::move(miss));
      }
    }
  }
  for (const auto& [path, lines] : sources) {
    if (path.ends_with(".cc") && !functions.contains(path)) {
      coverage.misses.push_back(
          {path, 1, 1, "", "is in no program that replays the corpus"});
    }
  }
  return coverage;
}

std::string FunctionName(std::string mangled) {
  // A function of one file is "file.cc:_ZN...".
  mangled.erase(0, mangled.find(':') + 1);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> demangled(
      abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status),
      &std::free);
  if (status != 0) return mangled;
  std::string name = demangled.get();
  const auto replace = [&name](const char* pattern, const char* with) {
    name = std::regex_replace(name, std::regex(pattern), with);
  };
  // Compilers number lambdas, so one more would rename the others.
  replace(R"(\(anonymous namespace\)::|fuse_dirents::|\[abi:cxx11\])", "");
  replace(R"(\{lambda[^}]*\}|'lambda\d*'|\$_\d+)", "lambda");
  // Arguments, the innermost first.
  for (std::string before; before != name;) {
    before = name;
    replace(R"(\([^()]*\)|<[^<>]*>)", "");
  }
  replace(" const", "");
  replace("lambda::operator$", "lambda");
  // The type that a template returns.
  if (name.find("operator ") == name.npos) replace("^.* ", "");
  return name;
}

}  // namespace fuse_dirents
