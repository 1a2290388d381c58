// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/gate/coverage.h"

namespace fuse_dirents {
namespace {

std::string Demangled(const std::string& name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : name;
}

void Erase(std::string_view part, std::string* text) {
  for (size_t at = 0; (at = text->find(part, at)) != std::string::npos;) {
    text->erase(at, part.size());
  }
}

// Without what is in parentheses, and in brackets that belong to no operator.
std::string WithoutArguments(std::string_view name) {
  static constexpr std::string_view kOperator = "operator";
  std::string text;
  int depth = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    if (depth == 0 && name.substr(i).starts_with(kOperator)) {
      text += kOperator;
      i += kOperator.size();
      while (i < name.size() && name[i] != '(') text += name[i++];
      // operator()(int) has two pairs; the loop drops both.
      --i;
      continue;
    }
    const char c = name[i];
    if (c == '(' || c == '<') ++depth;
    if (depth == 0) text += c;
    if (c == ')' || c == '>') --depth;
  }
  return text;
}

}  // namespace

std::string FunctionName(std::string_view mangled) {
  // A function of one file: "file.cc:_ZN...".
  if (const size_t colon = mangled.find(':'); colon != mangled.npos) {
    mangled.remove_prefix(colon + 1);
  }
  std::string name = Demangled(std::string(mangled));
  Erase("(anonymous namespace)::", &name);
  Erase("fuse_dirents::", &name);
  Erase("[abi:cxx11]", &name);
  name = WithoutArguments(name);
  Erase(" const", &name);
  // Compilers number lambdas, so one more would rename the others.
  for (size_t at = 0; (at = name.find("$_", at)) != std::string::npos;) {
    size_t end = at + 2;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    name.replace(at, end - at, "lambda");
  }
  Erase("'", &name);
  if (name.ends_with("lambda::operator")) {
    name.resize(name.size() - std::string_view("::operator").size());
  }
  // Of a template: its return type.
  const size_t operator_at = name.find("operator");
  const size_t space = name.rfind(' ', operator_at);
  return space == std::string::npos ? name : name.substr(space + 1);
}

}  // namespace fuse_dirents
