// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/check_server.h"

#include <cerrno>
#include <optional>
#include <string_view>

#include "fmt/format.h"
#include "tools/capture/directory_node.h"
#include "tools/check_server/fuse_reader.h"
#include "tools/check_server/node_rules.h"

namespace fuse_dirents {
namespace {

// "/" and `path` without what does not matter in it.
std::string ShownPath(std::string path) {
  while (path.starts_with("./") || path.starts_with("/")) {
    path.erase(0, path.find('/') + 1);
  }
  return path == "." ? "/" : "/" + path;
}

class ServerCheck {
 public:
  ServerCheck(FuseClient& client, const CheckPlan& plan,
              const OnProgress& progress, CheckReport* report)
      : client_(client),
        plan_(plan),
        report_(*report),
        results_(report->results),
        progress_([this, &progress](std::string_view what) {
          rule_ = what;
          progress(fmt::format("{}: {}", where_, what));
        }) {}

  bool Run(std::string* problem) {
    if (!client_.Init()) {
      *problem = client_.error();
      return false;
    }
    report_.protocol = fmt::format("FUSE 7.{} {} READDIRPLUS", client_.minor(),
                                   client_.readdirplus() ? "with" : "without");
    if (client_.MaxReply() < kLargestRequest) {
      report_.notes.push_back(fmt::format(
          "No request of more than {} bytes: the socket's send buffer takes no "
          "longer reply.  Run as root, or raise net.core.wmem_max.",
          client_.MaxReply()));
    }
    SkipRules();
    for (const std::string& path : plan_.directories) {
      if (!Directory(path, problem)) return Name(problem);
    }
    if (plan_.scratch != nullptr && !Mutable(problem)) return Name(problem);
    if (!client_.Destroy()) {
      *problem = client_.error();
      return false;
    }
    report_.requests = client_.requests();
    return true;
  }

 private:
  // Adds the rule that was being checked.
  bool Name(std::string* problem) const {
    if (!rule_.empty() && client_.broken()) {
      *problem += fmt::format(" ({} of {})", rule_, where_);
    }
    return false;
  }

  void SkipRules() {
    if (!client_.readdirplus()) {
      for (const RuleId rule : {RuleId::kDotsNotLookedUp, RuleId::kPlusAgrees,
                                RuleId::kSharedCookies}) {
        results_.Skip(rule, "the server has no READDIRPLUS");
      }
    }
    if (client_.readdirplus() && !client_.readdirplus_auto()) {
      results_.Skip(RuleId::kSharedCookies,
                    "the server has no FUSE_READDIRPLUS_AUTO");
    }
    if (plan_.scratch == nullptr) {
      results_.Skip(RuleId::kMutable, "needs --mutable DIR");
    }
  }

  // Whether the server has READDIR.  One that always gets READDIRPLUS need not.
  bool HasReaddir(uint64_t nodeid) {
    if (!client_.readdirplus() || client_.readdirplus_auto()) return true;
    const auto handle = client_.Opendir(nodeid);
    if (!handle) return true;
    const bool has =
        client_.Readdir(RecordFormat::kDirent, nodeid, *handle, 0, 4096) ||
        client_.server_errno() != ENOSYS;
    client_.Releasedir(nodeid, *handle);
    return has;
  }

  bool Directory(const std::string& path, std::string* problem) {
    where_ = ShownPath(path);
    const auto node = WalkTo(client_, path, problem);
    if (!node) return false;
    const uint64_t nodeid = node->nodeid;
    FuseReader plain(&client_, RecordFormat::kDirent, nodeid, where_, &results_,
                     &report_.clients);
    FuseReader plus(&client_, RecordFormat::kDirentplus, nodeid, where_,
                    &results_, &report_.clients);
    ListingRules plain_rules(&plain, &results_, &progress_);
    ListingRules plus_rules(&plus, &results_, &progress_);
    const bool has_plain = HasReaddir(nodeid), has_plus = client_.readdirplus();
    const bool plain_listed = has_plain && plain_rules.Run();
    const bool plus_listed = has_plus && !client_.broken() && plus_rules.Run();
    if (plain_listed && plus_listed) {
      CheckPlusAgrees(plain_rules.first(), plus_rules.first(), &plus,
                      &results_);
      Share(&plain, &plus, plus_rules.first());
    } else if (has_plus) {
      for (const RuleId rule : {RuleId::kPlusAgrees, RuleId::kSharedCookies}) {
        const std::string_view why = "the server has no READDIR";
        if (!has_plain) results_.Skip(rule, why);
        if (has_plain) results_.Block(rule, "the first listing failed");
      }
    }
    if (plain_listed || plus_listed) {
      NodeRules(&client_, nodeid, plus_listed ? &plus : &plain, plus_listed,
                &results_, &progress_)
          .Run();
    }
    report_.directories.push_back({where_, plain_listed
                                               ? plain_rules.first().size()
                                               : plus_rules.first().size()});
    client_.ForgetEach(node->lookups);
    if (!client_.broken()) return true;
    *problem = client_.error();
    return false;
  }

  void Share(FuseReader* plain, FuseReader* plus, const Listing& expected) {
    if (!client_.readdirplus_auto()) return;
    for (const RuleId rule :
         {RuleId::kOffUnique, RuleId::kCookiesResume, RuleId::kPlusAgrees}) {
      if (!results_.failed(rule)) continue;
      results_.Block(RuleId::kSharedCookies,
                     fmt::format("{} fails", InfoOf(rule).id));
      return;
    }
    progress_(InfoOf(RuleId::kSharedCookies).id);
    CheckSharedCookies(plain, plus, expected, &results_);
  }

  bool Mutable(std::string* problem) {
    const std::string path = plan_.directories[0] + "/" + Scratch::kName;
    where_ = ShownPath(path);
    rule_ = InfoOf(RuleId::kMutable).id;
    const auto node = WalkTo(client_, path, problem);
    if (!node) {
      if (!client_.broken()) {
        *problem +=
            "; expected --mutable to name the directory of the backing "
            "store that the server shows at " +
            ShownPath(plan_.directories[0]);
      }
      return false;
    }
    for (const RecordFormat format :
         {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
      const bool has = format == RecordFormat::kDirent
                           ? HasReaddir(node->nodeid)
                           : client_.readdirplus();
      if (!has) continue;
      FuseReader reader(&client_, format, node->nodeid, where_, &results_,
                        &report_.clients);
      plan_.scratch->Check(&reader, &results_);
    }
    client_.ForgetEach(node->lookups);
    *problem = client_.error();
    return !client_.broken();
  }

  FuseClient& client_;
  const CheckPlan& plan_;
  CheckReport& report_;
  Results& results_;
  std::string where_, rule_;
  const OnProgress progress_;
};

}  // namespace

bool CheckServer(FuseClient& client, const CheckPlan& plan,
                 const OnProgress& progress, CheckReport* report,
                 std::string* problem) {
  return ServerCheck(client, plan, progress, report).Run(problem);
}

}  // namespace fuse_dirents
