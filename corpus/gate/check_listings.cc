// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Compares captured replies with what stat said.

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <span>
#include <sstream>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "corpus/gate/listing_truth.h"
#include "fmt/format.h"
#include "parser/entry_out.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

using Problems = std::vector<std::string>;

constexpr std::string_view kCaptured = "captured";
constexpr std::string_view kProvenance = "PROVENANCE.tsv";

// Columns of PROVENANCE.tsv.
enum Column { kFile, kOffset = 5, kReplies = 6, kDigest = 8, kColumns = 10 };
using Row = std::vector<std::string>;

// A captured reply, from its path and its row in PROVENANCE.tsv.
struct Reply {
  std::string path;
  std::string_view bytes;
  RecordFormat format = RecordFormat::kDirent;
  std::string directory;
  std::string size;
  bool resumed = false;
  size_t number = 0;   // In its listing.
  size_t replies = 0;  // In its listing.
  uint64_t offset = 0;
  uint64_t next = 0;  // The last cookie in it.
  std::set<std::string, std::less<>> names;
};

// Adds the rows of a PROVENANCE.tsv in `folder`, by path of the reply.
void ReadRows(const std::string& folder, const std::string& text,
              std::map<std::string, Row>* rows) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    const auto row = ParseTsvLine(line);
    if (!row || row->size() != kColumns) continue;  // Its file has no row.
    rows->emplace(folder + (*row)[kFile], *row);
  }
}

// Reads the path, .../DIRECTORY-SIZE-NUMBER.ENDING, and the row of a reply.
// Returns false if one is malformed or does not fit the bytes.
bool Describe(const Row& row, Reply* reply) {
  static const std::regex pattern(R"(.*/(.*)-(.*)-(\d{1,9}|resumed)\..*)");
  std::smatch parts;
  const auto offset = ParseNumber(row[kOffset]);
  const auto replies = ParseNumber(row[kReplies]);
  if (!std::regex_match(reply->path, parts, pattern) || !offset || !replies) {
    return false;
  }
  reply->directory = parts[1];
  reply->size = parts[2];
  reply->resumed = parts[3] == "resumed";
  reply->number = reply->resumed ? 0 : std::stoul(parts[3]);
  reply->offset = *offset;
  reply->replies = *replies;
  return reply->number < reply->replies &&
         row[kDigest] == DigestOf(reply->bytes).ToText();
}

std::string Numbers(std::string_view what, uint64_t got, uint64_t expected) {
  return fmt::format("{} is {}, expected {}", what, got, expected);
}

// What is wrong with a record for the entry `truth`; empty if nothing.
std::string CompareRecord(const Dirent& record, const FuseEntryOut* entry_out,
                          const ListingTruth::Passed& passed,
                          const ListingTruth::Entry& truth) {
  if (IsDotOrDotDot(record.name) && !passed.dots) {
    // A server may leave the type of these open.
    return record.type == 0 || record.type == truth.type
               ? ""
               : Numbers("type", record.type, truth.type);
  }
  if (passed.ino && record.ino != truth.ino) {
    return Numbers("ino", record.ino, truth.ino);
  }
  if (passed.type && record.type != truth.type) {
    return Numbers("type", record.type, truth.type);
  }
  // No attributes; some servers send them without a nodeid.
  if (entry_out == nullptr || entry_out->attr.mode == 0) return "";
  const uint32_t mode_type = (entry_out->attr.mode & S_IFMT) >> 12;
  if (passed.type && mode_type != truth.type) {
    return Numbers("the mode's type", mode_type, truth.type);
  }
  if (passed.attr_ino && entry_out->attr.ino != truth.ino) {
    return Numbers("attr.ino", entry_out->attr.ino, truth.ino);
  }
  return "";
}

// Checks a reply's records.  Reports the first that is wrong.
Problems CheckReply(const ListingTruth& truth, const std::string& listing,
                    Reply* reply, ListingCounts* counts) {
  const auto passed = truth.passed.find(reply->format);
  if (passed == truth.passed.end()) {
    return {reply->path + ": " + listing +
            " does not say what replies of this opcode pass on"};
  }
  DirentReader reader(
      reply->format, ReplyBytes(std::as_bytes(
                         std::span(reply->bytes.data(), reply->bytes.size()))));
  for (Dirent record; reader.Next(&record);) {
    const std::string where = reply->path + ": " + Quote(record.name) + ": ";
    const auto entry = truth.entries.find(record.name);
    if (entry == truth.entries.end()) return {where + "not in " + listing};
    if (!reply->names.emplace(record.name).second) {
      return {where + "is there twice"};
    }
    const FuseEntryOut* entry_out = reply->format == RecordFormat::kDirentplus
                                        ? &reader.entry_out()
                                        : nullptr;
    const std::string wrong =
        CompareRecord(record, entry_out, passed->second, entry->second);
    if (!wrong.empty()) {
      return {where + wrong + " by " + listing + ":" +
              std::to_string(entry->second.line)};
    }
    reply->next = record.off;
    ++counts->entries;
  }
  ++counts->replies;
  // libfuse 2 cuts its list at the size of the request.
  if (reader.error() == 0) return {};
  return {reply->path + ": " + std::string(StopText(reader.stop()))};
}

// Checks the kept replies of one listing in order: that each follows the one
// before, and whether the listing is whole.
Problems CheckListing(const std::vector<const Reply*>& replies,
                      const ListingTruth& truth, const std::string& listing,
                      bool* whole) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < replies.size(); ++i) {
    const Reply& reply = *replies[i];
    const bool follows = i > 0 && reply.number == replies[i - 1]->number + 1;
    if (reply.number == 0 && reply.offset != 0) {
      return {reply.path + ": " + Numbers("its offset", reply.offset, 0)};
    }
    if (follows && reply.offset != replies[i - 1]->next) {
      return {reply.path + ": " +
              Numbers("its offset", reply.offset, replies[i - 1]->next)};
    }
    for (const std::string& name : reply.names) {
      if (names.insert(name).second) continue;
      return {reply.path + ": " + Quote(name) +
              ": is in an earlier reply of the listing"};
    }
  }
  *whole = replies.size() == replies[0]->replies;
  if (!*whole) return {};
  for (const auto& [name, entry] : truth.entries) {
    if (IsDotOrDotDot(name) || names.contains(name)) continue;
    return {replies.back()->path + ": the listing ends without " + Quote(name) +
            " of " + listing + ":" + std::to_string(entry.line)};
  }
  return {};
}

void Append(Problems more, Problems* problems) {
  std::ranges::move(more, std::back_inserter(*problems));
}

// Checks the replies of one directory of a server.
Problems CheckDirectory(const ListingTruth& truth, const std::string& listing,
                        std::vector<Reply>* replies, ListingCounts* counts) {
  Problems problems;
  std::map<std::pair<RecordFormat, std::string_view>, std::vector<const Reply*>>
      listings;
  for (Reply& reply : *replies) {
    Append(CheckReply(truth, listing, &reply, counts), &problems);
    if (!reply.resumed) listings[{reply.format, reply.size}].push_back(&reply);
  }
  // Do not report consequences of a wrong reply.
  if (!problems.empty()) return problems;
  std::map<RecordFormat, size_t> whole_listings;
  for (auto& [key, kept] : listings) {
    std::ranges::sort(kept, {}, &Reply::number);
    bool whole = false;
    Append(CheckListing(kept, truth, listing, &whole), &problems);
    whole_listings[key.first] += whole;
    counts->whole_listings += whole;
  }
  if (truth.entries.size() > kAlwaysWhole) return problems;
  // A server without "." and ".." has no reply for an empty directory.
  const bool empty = truth.entries.size() == 2;
  for (const auto& [format, passed] : truth.passed) {
    if (empty || whole_listings[format] > 0) continue;
    problems.push_back(
        listing + ": no listing by " +
        (format == RecordFormat::kDirent ? "READDIR" : "READDIRPLUS") +
        " is kept whole");
  }
  return problems;
}

}  // namespace

Problems CheckListings(const CorpusFiles& files, ListingCounts* counts) {
  Problems problems;
  std::map<std::string, Row> rows;
  std::map<std::string, std::vector<Reply>> directories;  // By listing.
  const auto folder_of = [](const std::string& path) {
    return path.substr(0, path.rfind('/') + 1);
  };
  for (const auto& [path, contents] : files) {
    if (TopFolder(path) != kCaptured) continue;
    if (path.ends_with(kListingEnding)) directories[path];
    if (path.ends_with(kProvenance)) ReadRows(folder_of(path), contents, &rows);
  }
  for (const auto& [path, contents] : files) {
    const auto format = FormatOf(path);
    if (TopFolder(path) != kCaptured || !format) continue;
    Reply reply;
    reply.path = path;
    reply.bytes = contents;
    reply.format = *format;
    const auto row = rows.find(path);
    if (row == rows.end() || !Describe(row->second, &reply)) {
      problems.push_back(fmt::format("{}: is not as {}{} says", path,
                                     folder_of(path), kProvenance));
      continue;
    }
    const std::string listing =
        fmt::format("{}{}{}", folder_of(path), reply.directory, kListingEnding);
    const auto directory = directories.find(listing);
    if (directory == directories.end()) {
      problems.push_back(path + ": no " + listing + " stands beside it");
      continue;
    }
    directory->second.push_back(std::move(reply));
  }
  for (auto& [listing, replies] : directories) {
    std::string problem;
    const auto truth = ParseListingTruth(files.find(listing)->second, &problem);
    if (!truth) {
      problems.push_back(listing + ": " + problem);
      continue;
    }
    Append(CheckDirectory(*truth, listing, &replies, counts), &problems);
  }
  return problems;
}

}  // namespace fuse_dirents
