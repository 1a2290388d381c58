// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_SMALL_REPORT_H_
#define FUSE_DIRENTS_TOOLS_REPORT_SMALL_REPORT_H_

#include "tools/report/report_data.h"

namespace fuse_dirents {

// For tests: something in every field of every section, good and bad.
inline ReportData SmallReport() {
  ReportData data;
  data.version = "1.2.3";
  data.commit = "0123456789ab-dirty";
  data.campaign = {.origin = {"bazel run //fuzz:campaign", ""},
                   .runs = 20000,
                   .seed = 7,
                   .targets = {}};
  data.campaign.targets = {
      {"quiet_fuzzer",
       20000,
       2,
       31,
       12,
       "0a",
       "0b",
       {{10, 20, 30}, {100, 30, 45}, {19000, 31, 46}},
       {},
       "",
       ""},
      {"loud_fuzzer",
       15,
       0,
       5,
       3,
       "",
       "",
       {{15, 5, 9}},
       {"findings/loud_fuzzer-crash-1"},
       "fuzz",
       "finding: it differs"},
      {"dead_fuzzer", 0, 0, 0, 0, "", "", {}, {}, "replay", "ERROR: no"}};
  data.corpus = {
      .origin = {"bazel test //corpus/gate", ""},
      .verdict = "3 files",
      .groups = {{"accept", 1, 2, 0, 99}, {"stop", 0, 0, 1, 7}},
      .golden = 3,
      .profiles = {{"linux", {{"0", 2}, {"-EIO", 1}}, 9, 8, 7, 0},
                   {"gvisor",
                    {{"-EINVAL", 1}, {"-EOPNOTSUPP", 1}, {"-EPROTO", 1}},
                    6,
                    5,
                    4,
                    3}}};
  data.coverage = {
      .origin = {"bazel run //corpus:coverage", ""},
      .files = {{"a/b.cc", {1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}, 1, {"why"}},
                {"a/c.h", {1, 1}, {1, 1}, {1, 1}, {0, 0}, {0, 0}, 0, {}}},
      .misses = 2,
      .changes = {"a/b.cc:1:1: F is never called"}};
  data.mutants = {
      .origin = {"bazel run //properties/kill:table", ""},
      .killers = {"corpus", "suite"},
      .mutants = {
          {"wrong_one",
           "Is wrong.",
           "linux",
           false,
           "",
           {{true, true, "a.dirent", "", 3}, {true, true, "cuts", "died", 4}}},
          {"hidden_one",
           "Hides.",
           "linux",
           false,
           "",
           {{true, false, "", "", 900}, {false, false, "", "", 0}}},
          {"right_one",
           "Is right.",
           "linux",
           true,
           "No reply shows it.",
           {{true, false, "", "", 5}, {true, false, "", "", 6}}}}};
  data.oracle = {
      .origin = {"bazel run //oracle:report", ""},
      .made = "2026-11-26",
      .clients = {{"edk2", "97", "edk2 c5"}},
      .groups = {
          {"foreign",
           "bazel run //oracle/foreign:agreement",
           "Differs.",
           {{"edk2", "functions 97", "edk2", "replies", 1000, 2}}},
          {"absent", "bazel run //oracle/absent", "Cannot run here: no.", {}}}};
  data.replies = {
      .origin = {"", ""},
      .replies = {
          {std::string(kFinding), "loud_fuzzer: fuzz",
           "findings/loud_fuzzer-crash-1", "dirent",
           // One record, whose name is "a".
           "010000000000000002000000000000000100000008000000"
           "6100000000000000",
           "finding: it differs", "bazel run //tools:dirents -- triage"},
          {std::string(kRegression), "session_fuzzer/x.bytes",
           "corpus/regressions/session_fuzzer/x.bytes", "", "0102",
           "It leaked.", "bazel run //fuzz:session_fuzzer_run"},
          {std::string(kHistory), "Linux, 0123", "corpus/accept/y.plus",
           "direntplus", "", "It was lost.", ""}}};
  return data;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_SMALL_REPORT_H_
