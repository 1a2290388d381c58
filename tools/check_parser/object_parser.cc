// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_parser/object_parser.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/forked.h"
#include "base/text.h"
#include "fmt/format.h"
#include "parser/parser_under_test.h"

namespace fuse_dirents {
namespace {

using Function = int(const dirents_reply*, const dirents_sink*, uint64_t*);

constexpr std::string_view kWanted =
    "expected a shared object, as `cc -shared -fPIC` makes it";

// --- The header of a file. ---

// The start of a file.  The fields up to e_machine are where every ELF header
// has them; the others hold for files of this program's class alone.
struct FileStart {
  ElfW(Ehdr) header = {};
  uint64_t file_bytes = 0;

  bool is_elf() const {
    return std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0;
  }
  // Linkers put the table of sections last.
  uint64_t sections_end() const {
    return header.e_shoff + uint64_t{header.e_shnum} * header.e_shentsize;
  }
};

// What the file has of a header; the rest is zeros.  Returns "", or why it
// cannot be read.
std::string ReadStart(const std::string& path, FileStart* start) {
  // A fifo must not block.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return std::strerror(errno);
  struct stat facts = {};
  std::string problem;
  if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    problem = "not a regular file";
  } else if (pread(fd, &start->header, sizeof start->header, 0) < 0) {
    problem = std::strerror(errno);
  }
  start->file_bytes = static_cast<uint64_t>(facts.st_size);
  close(fd);
  return problem;
}

std::string MachineName(const FileStart& start) {
  constexpr std::pair<unsigned, std::string_view> kNames[] = {
      {EM_386, "x86"},         {EM_X86_64, "x86-64"}, {EM_ARM, "Arm"},
      {EM_AARCH64, "AArch64"}, {EM_RISCV, "RISC-V"},  {EM_PPC64, "POWER"},
      {EM_S390, "s390x"},      {258, "LoongArch"},
  };
  const unsigned char* const bytes =
      reinterpret_cast<const unsigned char*>(&start.header.e_machine);
  const bool is_big = start.header.e_ident[EI_DATA] == ELFDATA2MSB;
  const unsigned machine =
      is_big ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
  std::string name = fmt::format("ELF machine {}", machine);
  for (const auto& [number, known] : kNames) {
    if (number == machine) name = known;
  }
  return fmt::format("{} ({} bits, {}-endian)", name,
                     start.header.e_ident[EI_CLASS] == ELFCLASS64 ? 64 : 32,
                     is_big ? "big" : "little");
}

// Why a file is no shared object for this machine, or "".
std::string FileProblem(const std::string& path) {
  FileStart start, own;
  if (const auto problem = ReadStart(path, &start); !problem.empty()) {
    return fmt::format("{}; {}", problem, kWanted);
  }
  if (std::memcmp(start.header.e_ident, "!<arch>\n", 8) == 0) {
    return fmt::format("a static library; {}", kWanted);
  }
  if (!start.is_elf()) return fmt::format("no ELF file; {}", kWanted);
  FUSE_DIRENTS_CHECK(ReadStart("/proc/self/exe", &own).empty() && own.is_elf());
  if (start.header.e_machine != own.header.e_machine ||
      start.header.e_ident[EI_CLASS] != own.header.e_ident[EI_CLASS] ||
      start.header.e_ident[EI_DATA] != own.header.e_ident[EI_DATA]) {
    return fmt::format("built for {}; expected {}, as this program is",
                       MachineName(start), MachineName(own));
  }
  if (start.header.e_type == ET_REL) {
    return fmt::format("an object file that is not linked; {}", kWanted);
  }
  if (start.header.e_type == ET_EXEC)
    return fmt::format("a program; {}", kWanted);
  if (start.file_bytes < start.sections_end()) {
    return fmt::format("cut off: it has {} bytes, expected {}",
                       start.file_bytes, start.sections_end());
  }
  return "";
}

// --- Loading. ---

// dlopen() looks for a name without a slash in the system's folders.
std::string WithSlash(const std::string& path) {
  return path.find('/') == path.npos ? "./" + path : path;
}

// Null where the object cannot be loaded or has no such symbol; *problem is
// why.
Function* Load(const std::string& path, const std::string& symbol,
               std::string* problem) {
  const std::string file = WithSlash(path);
  void* const object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) {
    std::string_view error = dlerror();
    if (error.starts_with(file + ": ")) error.remove_prefix(file.size() + 2);
    *problem = fmt::format("cannot be loaded: {}", error);
    return nullptr;
  }
  void* const function = dlsym(object, symbol.c_str());
  if (function == nullptr) {
    *problem = fmt::format(
        "exports no symbol '{}'; expected the C function of "
        "parser_under_test.h, or its name as --symbol",
        symbol);
  }
  return reinterpret_cast<Function*>(function);
}

// What a child finds out.
struct Note {
  bool ended;
  char problem[1024];
};

// The last line that is not blank, for the report of a death.
std::string LastLine(std::string_view printed) {
  const size_t end = printed.find_last_not_of(" \t\r\n");
  if (end == printed.npos) return "";
  printed = printed.substr(0, end + 1);
  return Quote(printed.substr(printed.rfind('\n') + 1));
}

}  // namespace

ObjectParser ParserOfObject(const std::string& path,
                            const std::string& symbol) {
  const auto function = std::make_shared<Function*>(nullptr);
  return {
      .load =
          [=] {
            std::string problem;
            *function = Load(path, symbol, &problem);
            if (*function != nullptr) return;
            std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.c_str());
            std::fflush(stderr);
            _exit(1);
          },
      .parse = [=](const Profile&, const dirents_reply& reply,
                   const dirents_sink& sink,
                   uint64_t* pos) { return (*function)(&reply, &sink, pos); }};
}

std::optional<std::string> LoadProblem(const std::string& path,
                                       const std::string& symbol, int seconds) {
  if (const auto problem = FileProblem(path); !problem.empty()) {
    return fmt::format("{}: {}", path, problem);
  }
  const SharedNote<Note> note;
  int waited = 0;
  const ForkedRun run = RunForked(
      [&] {
        std::string problem;
        Load(path, symbol, &problem);
        const size_t size = std::min(problem.size(), sizeof note->problem - 1);
        std::memcpy(note->problem, problem.data(), size);
        note->ended = true;
      },
      400, [&](pid_t) { return ++waited < seconds; });
  if (run.stopped) {
    return fmt::format(
        "{}: not loaded after {} seconds; expected a "
        "constructor that returns",
        path, seconds);
  }
  if (!note->ended) {
    std::string problem =
        fmt::format("{}: {} as it was loaded", path, run.ending.ToText());
    if (const std::string line = LastLine(run.printed); !line.empty()) {
      problem += fmt::format("; the last that it printed: {}", line);
    }
    return problem;
  }
  if (note->problem[0] == '\0') return std::nullopt;
  return fmt::format("{}: {}", path, note->problem);
}

}  // namespace fuse_dirents
