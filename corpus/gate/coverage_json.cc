// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <map>
#include <set>
#include <string>

#include "corpus/gate/floor.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

using Json = nlohmann::ordered_json;

struct Excused {
  size_t misses = 0;
  std::set<std::string> reasons;
};

}  // namespace

std::string CoverageJson(std::string_view exported, const Sources& sources,
                         const std::vector<Miss>& misses, const Floor& floor) {
  std::map<std::string, Excused> excused;
  for (const Miss& miss : misses) {
    const std::string* excuse = floor.ExcuseOf(miss);
    if (excuse == nullptr) continue;
    ++excused[miss.file].misses;
    excused[miss.file].reasons.insert(floor.reasons.at(*excuse));
  }
  Json files = Json::array();
  const Json counted = Json::parse(exported);
  for (const Json& file : counted.at("data").at(0).at("files")) {
    std::string path = file.at("filename");
    if (path.starts_with(kWorkspace)) path.erase(0, kWorkspace.size());
    if (!sources.contains(path)) continue;
    Json& row = files.emplace_back();
    row["path"] = path;
    for (const char* kind :
         {"functions", "lines", "regions", "branches", "mcdc"}) {
      const Json& summary = file.at("summary").at(kind);
      row[kind] = {summary.at("covered"), summary.at("count")};
    }
    row["misses"] = excused[path].misses;
    row["reasons"] = excused[path].reasons;
  }
  return Json({{"files", files},
               {"misses", misses.size()},
               {"changes", FindChanges(misses, floor)}})
      .dump(1);
}

}  // namespace fuse_dirents
