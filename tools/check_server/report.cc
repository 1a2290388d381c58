// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/report.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "tools/json_text.h"

namespace fuse_dirents {
namespace {

using Json = nlohmann::ordered_json;

std::string_view Word(Result result) {
  switch (result) {
    case Result::kPass:
      return "pass";
    case Result::kFail:
      return "FAIL";
    case Result::kNotApplicable:
      return "n.a.";
  }
  return "";
}

// "25 rules pass, 1 fails, 1 is not applicable".
std::string Summary(const Results& results) {
  const size_t passed = results.Count(Result::kPass);
  const size_t failed = results.Count(Result::kFail);
  const size_t other = results.Count(Result::kNotApplicable);
  return fmt::format("{} {}, {} {}, {} not applicable", passed,
                     passed == 1 ? "rule passes" : "rules pass", failed,
                     failed == 1 ? "fails" : "fail", other);
}

// Each line of `text` after `indent`.
std::string Indented(std::string_view text, std::string_view indent) {
  std::string lines;
  for (const std::string& line : Split(text, '\n')) {
    lines += fmt::format("{}{}\n", indent, line);
  }
  return lines;
}

std::string FindingsText(const Results& results, const RuleInfo& info) {
  const size_t failures = results.failures(info.rule);
  std::string text = fmt::format("\n{}: {}\n  source: {}\n", info.id,
                                 info.sentence, info.source);
  for (const Finding& finding : results.findings(info.rule)) {
    text += fmt::format("  {}: {}\n", finding.Request(), finding.found);
    text += Indented(finding.drawing, "  | ");
  }
  const size_t shown = results.findings(info.rule).size();
  if (failures > shown) {
    text += fmt::format("  and {} more\n", failures - shown);
  }
  return text;
}

// `text` in XML 1.0, which has no control characters.
std::string Xml(std::string_view text) {
  std::string xml;
  const bool utf8 = IsUtf8(text);
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (AppendEntity(c, &xml)) continue;
    if ((byte < 0x20 && c != '\n') || byte == 0x7f || (byte > 0x7f && !utf8)) {
      xml += '?';
    } else {
      xml += c;
    }
  }
  return xml;
}

Json JsonOf(const Finding& finding) {
  Json json = {{"request", Utf8Name(finding.Request())},
               {"call", finding.call},
               {"directory", Utf8Name(finding.directory)}};
  json["offset"] = finding.offset ? Json(*finding.offset) : Json();
  json["size"] = finding.size ? Json(*finding.size) : Json();
  json["found"] = finding.found;
  json["reply"] = Split(finding.drawing, '\n');
  return json;
}

}  // namespace

std::string ReportText(const CheckReport& report) {
  std::string text = fmt::format("{}\n{}, {} requests\n", report.server,
                                 report.protocol, report.requests);
  for (const CheckReport::Directory& directory : report.directories) {
    text += fmt::format("{}: {} entries\n", directory.path, directory.entries);
  }
  for (const std::string& note : report.notes) text += note + "\n";
  text +=
      "\nresult  rule                what a server must do, or why this is not "
      "applicable\n";
  const Results& results = report.results;
  for (const RuleInfo& info : AllRules()) {
    const Result result = results.result(info.rule);
    text += fmt::format("{:6}  {:20}", Word(result), info.id);
    if (result == Result::kNotApplicable) {
      text += fmt::format("{}\n", results.reason(info.rule));
    } else {
      text += fmt::format("{}\n", info.sentence);
    }
  }
  const auto rows = report.clients.rows();
  if (!rows.empty()) text += "\nclient              what its caller is given\n";
  for (const ClientRow& row : rows) {
    text += fmt::format("{:20}{}\n", row.profile->name, row.Text());
  }
  for (const RuleInfo& info : AllRules()) {
    if (results.failed(info.rule)) text += FindingsText(results, info);
  }
  return text + "\n" + Summary(results) + "\n";
}

std::string ReportJson(const CheckReport& report) {
  Json json = {{"server", Utf8Name(report.server)},
               {"protocol", report.protocol},
               {"notes", report.notes},
               {"requests", report.requests}};
  json["directories"] = Json::array();
  for (const CheckReport::Directory& directory : report.directories) {
    json["directories"].push_back(
        {{"path", Utf8Name(directory.path)}, {"entries", directory.entries}});
  }
  const Results& results = report.results;
  json["rules"] = Json::array();
  for (const RuleInfo& info : AllRules()) {
    const Result result = results.result(info.rule);
    Json rule = {{"id", info.id},
                 {"result", result == Result::kPass   ? "pass"
                            : result == Result::kFail ? "fail"
                                                      : "not applicable"},
                 {"sentence", info.sentence},
                 {"source", info.source}};
    if (result == Result::kNotApplicable) {
      rule["reason"] = results.reason(info.rule);
    }
    if (result == Result::kFail) {
      rule["failures"] = results.failures(info.rule);
      rule["findings"] = Json::array();
      for (const Finding& finding : results.findings(info.rule)) {
        rule["findings"].push_back(JsonOf(finding));
      }
    }
    json["rules"].push_back(std::move(rule));
  }
  json["clients"] = Json::array();
  for (const ClientRow& row : report.clients.rows()) {
    json["clients"].push_back({{"profile", row.profile->name},
                               {"client", row.profile->client},
                               {"replies", row.replies},
                               {"errors", row.errors},
                               {"names_lost", row.lost},
                               {"text", Utf8Name(row.Text())}});
  }
  return JsonText(json);
}

std::string ReportJunit(const CheckReport& report) {
  const Results& results = report.results;
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n"
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
      "skipped=\"{}\">\n",
      Xml("dirents check-server " + report.server), AllRules().size(),
      results.Count(Result::kFail), results.Count(Result::kNotApplicable));
  for (const RuleInfo& info : AllRules()) {
    xml += fmt::format("<testcase classname=\"check-server\" name=\"{}\"",
                       info.id);
    const Result result = results.result(info.rule);
    if (result == Result::kPass) {
      xml += "/>\n";
    } else if (result == Result::kNotApplicable) {
      xml += fmt::format("><skipped message=\"{}\"/></testcase>\n",
                         Xml(results.reason(info.rule)));
    } else {
      xml += fmt::format("><failure message=\"{}\">{}</failure></testcase>\n",
                         Xml(results.findings(info.rule)[0].found),
                         Xml(FindingsText(results, info)));
    }
  }
  return xml + "</testsuite>\n</testsuites>\n";
}

bool WriteReports(const std::vector<ReportFile>& files, std::string* problem) {
  const auto partial = [](const ReportFile& file) {
    return file.path + ".partial";
  };
  const auto fail = [&](const ReportFile& file) {
    *problem = fmt::format("{} {}: cannot write: {}", file.flag, file.path,
                           std::strerror(errno));
    for (const ReportFile& each : files) unlink(partial(each).c_str());
    return false;
  };
  for (const ReportFile& file : files) {
    struct stat status;
    if (stat(file.path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
      errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
      return fail(file);
    }
    unlink(partial(file).c_str());
    if (!WriteNewFile(partial(file), file.text)) return fail(file);
  }
  for (const ReportFile& file : files) {
    if (rename(partial(file).c_str(), file.path.c_str()) != 0) {
      return fail(file);
    }
  }
  return true;
}

}  // namespace fuse_dirents
