// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/browser/browser.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/files.h"
#include "base/hex.h"
#include "base/process.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kTimeout{60};
// A window of Chromium is at least 500 pixels wide, so the file is shown in a
// frame, which takes any width.
constexpr size_t kLeastWindow = 500;
constexpr size_t kMostHeight = 12000;  // Of a screenshot, in pixels.

// `text` as the inside of a JavaScript string in double quotes.
std::string JavaScriptString(const std::string& text) {
  return nlohmann::json(text).dump();
}

// How each page begins.  report(make) leaves what make() returns, or
// {error: TEXT} if it throws, in the element `result`, percent-encoded.
constexpr std::string_view kHead = R"(<!doctype html>
<meta charset="utf-8">
<style>pre { display: none; }</style>
<pre id="result"></pre>
<script>
const report = (make) => {
  let result;
  try {
    result = make();
  } catch (error) {
    result = { error: String(error) };
  }
  document.getElementById('result').textContent =
      encodeURIComponent(JSON.stringify(result));
};
</script>
)";

// Shows a file in a frame and reports the value of its script and its height.
std::string FramePage(const Visit& visit, size_t height) {
  return fmt::format(
      R"(<style>
  body {{ margin: 0; }}
  iframe {{ border: 0; display: block; width: {}px; height: {}px; }}
</style>
<iframe></iframe>
<script>
const frame = document.querySelector('iframe');
frame.onload = () => report(() => {{
  const run = (document, window) => {{ {} }};
  const root = frame.contentDocument.documentElement;
  const value = run(frame.contentDocument, frame.contentWindow);
  return {{ value: value ?? null,
            height: Math.max(root.scrollHeight,
                             root.getBoundingClientRect().height) }};
}});
frame.src = {};
</script>
)",
      visit.width, height, visit.script,
      JavaScriptString("file://" + fs::absolute(visit.file).string()));
}

std::string PercentDecoded(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      bytes +=
          static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

[[noreturn]] void Fatal(const std::string& message) {
  std::cerr << "browser: " << message << "\n";
  std::abort();
}

// Runs the browser on a page that reports, and returns what it reports.
nlohmann::json Result(const std::string& page, size_t width, size_t height,
                      bool dark, const std::string& screenshot) {
  const TempDirectory directory;
  MustWriteFile(directory / "page.html", std::string(kHead) + page);
  std::vector<std::string> argv = {
      BrowserPath(),
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--hide-scrollbars",
      "--force-device-scale-factor=1",
      // Pages are files, and the frame may look into them.
      "--allow-file-access-from-files",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--user-data-dir=" + directory / "profile",
      fmt::format("--blink-settings=preferredColorScheme={}", dark ? 0 : 1),
      fmt::format("--window-size={},{}", std::max(width, kLeastWindow), height),
      "--virtual-time-budget=5000",
  };
  if (!screenshot.empty()) argv.push_back("--screenshot=" + screenshot);
  argv.push_back("--dump-dom");
  argv.push_back("file://" + directory / "page.html");
  Process process;
  process.argv = argv;
  process.environment = {
      {"HOME=" + directory.path(), "PATH=/usr/bin:/bin", "LANG=C.UTF-8"}};
  process.timeout = kTimeout;
  std::string problem;
  const auto run = RunProcess(process, &problem);
  if (!run) Fatal(problem);
  constexpr std::string_view kStart = "<pre id=\"result\">";
  const size_t start = run->out.find(kStart);
  const size_t end = run->out.find("</pre>", start);
  if (start == run->out.npos || end == run->out.npos ||
      end == start + kStart.size()) {
    Fatal("no result:\n" + run->out + run->err);
  }
  const size_t from = start + kStart.size();
  const auto result = nlohmann::json::parse(
      PercentDecoded(std::string_view(run->out).substr(from, end - from)));
  if (result.contains("error")) Fatal(result["error"]);
  return result;
}

}  // namespace

std::string BrowserPath() {
  for (const char* path : {"/usr/bin/chromium", "/usr/local/bin/chromium"}) {
    if (access(path, X_OK) == 0) return path;
  }
  return "";
}

nlohmann::json Open(const Visit& visit) {
  constexpr size_t kHeight = 800;
  size_t height = visit.height == 0 ? kHeight : visit.height;
  const auto run = [&](const std::string& screenshot) {
    return Result(FramePage(visit, height), visit.width, height, visit.dark,
                  screenshot);
  };
  const bool measures = visit.height == 0 && !visit.screenshot.empty();
  nlohmann::json result = run(measures ? "" : visit.screenshot);
  if (measures) {
    height = std::clamp<size_t>(
        static_cast<size_t>(result["height"].get<double>() + 1), 1,
        kMostHeight);
    run(visit.screenshot);
  }
  FUSE_DIRENTS_CHECK(visit.screenshot.empty() || fs::exists(visit.screenshot));
  return result["value"];
}

std::string ScreenshotPath(const std::string& name) {
  const char* outputs = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  const fs::path folder = outputs != nullptr ? outputs : ".";
  return fs::absolute(folder / (name + ".png"));
}

std::vector<ImageColours> ColoursOf(const std::vector<std::string>& pngs) {
  // The images are elements, so that the load event waits for them.  Chromium
  // does not: --virtual-time-budget ends a promise of Image.decode() that takes
  // longer than a busy machine's virtual time.
  std::string elements;
  for (const std::string& png : pngs) {
    elements +=
        fmt::format("<img src=\"file://{}\">\n", fs::absolute(png).string());
  }
  const std::string page = fmt::format(
      R"({}<script>
const coloursOf = (image) => {{
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const data = new Uint32Array(
      context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const counts = new Map();
  for (const pixel of data) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [canvas.width, canvas.height, counts.size,
          Math.max(...counts.values()) / data.length];
}};
window.onload =
    () => report(() => ({{ images: Array.from(document.images, coloursOf) }}));
</script>
)",
      elements);
  const nlohmann::json result = Result(page, kLeastWindow, 500, false, "");
  std::vector<ImageColours> images;
  for (const auto& image : result["images"]) {
    images.push_back({image[0], image[1], image[2], image[3]});
  }
  return images;
}

}  // namespace fuse_dirents
