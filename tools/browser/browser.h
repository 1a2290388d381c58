// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests: a headless Chromium that opens a file, runs a script on it and
// saves what it looks like.  ./setup --browser installs it.

#ifndef FUSE_DIRENTS_TOOLS_BROWSER_BROWSER_H_
#define FUSE_DIRENTS_TOOLS_BROWSER_BROWSER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace fuse_dirents {

// Where the browser is; empty if it is not installed.
std::string BrowserPath();

// Skips a test, with a line, where no browser is installed.
#define FUSE_DIRENTS_NEEDS_BROWSER()                                   \
  if (BrowserPath().empty()) {                                         \
    GTEST_SKIP()                                                       \
        << "no chromium in PATH; ./setup --browser installs Debian's"; \
  }

struct Visit {
  std::string file;     // HTML or SVG.
  size_t width = 1400;  // Of the viewport, in CSS pixels.
  bool dark = false;    // What prefers-color-scheme says.
  // The body of a JavaScript function of `document` and `window`, those of the
  // file, which returns a value that JSON can express.
  std::string script = "return null";
  // The path of a PNG to write; none if empty.
  std::string screenshot = "";
  // Of the viewport.  0: 800, and a screenshot has the whole page, which takes
  // a second run of the browser.
  size_t height = 0;
};

// Opens the file with no network and returns what the script returns.  Aborts
// with the browser's output if it cannot be run, or if the script throws.
nlohmann::json Open(const Visit& visit);

// A path for a screenshot among the test's undeclared outputs.
std::string ScreenshotPath(const std::string& name);

// What each image is made of.
struct ImageColours {
  size_t width, height;  // In pixels.
  size_t colours;        // Distinct ones.
  double commonest;      // The share of the commonest one, 0 to 1.
};
std::vector<ImageColours> ColoursOf(const std::vector<std::string>& pngs);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_BROWSER_BROWSER_H_
