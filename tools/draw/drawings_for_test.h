// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The drawings that tests look at.

#ifndef FUSE_DIRENTS_TOOLS_DRAW_DRAWINGS_FOR_TEST_H_
#define FUSE_DIRENTS_TOOLS_DRAW_DRAWINGS_FOR_TEST_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "differential/recipe.h"
#include "parser/profile/profile.h"
#include "tools/draw/draw_reply.h"

namespace fuse_dirents {

struct DrawingForTest {
  std::string_view name;
  std::string_view recipe;
  size_t page_size;  // 0: by the layout.
};

inline constexpr DrawingForTest kDrawingsForTest[] = {
    {"small", R"(format dirent
record ino=3 off=3 type=8 name="good"
record ino=4 off=4 type=8 name="a/b"
)",
     0},
    {"cut", R"(format dirent
repeat 280 record ino=3+ off=3+ type=8 name="entry" number=5
trailer order=seeded:7 head=512 cut=8900 stale=records:3
)",
     0},
    {"small pages", R"(format direntplus
record ino=1 off=1 type=8 name="<&\"\xff\x00\x1b'>" nodeid=5 attr.mode=0100644
record ino=2 off=9223372036854775807 type=4 name="a long name"*9 nodeid=6 attr.mode=0100644
record ino=18446744073709551615 off=3 type=8 name="c" nodeid=7 attr.mode=0100644
record ino=4 off=4 type=8 name="" nodeid=8
record ino=5 off=5 type=8 name="after the stop" nodeid=9
)",
     256},
    {"seam at every byte", R"(format dirent
record ino=3 off=3 type=8 name="a"
record ino=4 off=4 type=8 name="bbbbbb"
trailer desc_limit=1
)",
     0},
    {"many pages", R"(format direntplus
repeat 3000 record ino=3+ off=3+ type=8 name="entry<&" number=5 nodeid=9 attr.mode=0100644
trailer desc_limit=61 order=descending stale=ones
)",
     0},
    {"large folios", R"(format dirent
repeat 9000 record ino=3+ off=3+ type=8 name="n" number=1
trailer folio_order=4 desc_lengths=100,0,0,7,65536 order=ascending
)",
     0},
};

inline std::span<const DrawingForTest> DrawingsForTest() {
  return kDrawingsForTest;
}

inline std::string DrawingCalled(std::string_view name) {
  for (const DrawingForTest& drawing : kDrawingsForTest) {
    if (drawing.name != name) continue;
    std::string problem;
    const auto recipe = ParseRecipe(drawing.recipe, &problem);
    FUSE_DIRENTS_CHECK(recipe);
    return DrawOnPages(name, {recipe->format, recipe->reply, recipe->choices},
                       drawing.page_size, LinuxProfile());
  }
  FUSE_DIRENTS_CHECK(false);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_DRAWINGS_FOR_TEST_H_
