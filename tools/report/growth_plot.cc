// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/growth_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/report/html.h"

namespace fuse_dirents {
namespace {

// Of the drawing, in its own units.
constexpr double kWidth = 340, kHeight = 220;
constexpr double kLeft = 46, kRight = 12, kTop = 22, kBottom = 40;

// The width that a tick's number needs, with air.
constexpr double kTickWidth = 48;
constexpr size_t kRowTicks = 5;  // The most on the other axis.

// 1, 2 and 5 times each power of ten, up to `last`.
std::vector<double> RoundNumbers(double last) {
  std::vector<double> numbers;
  for (double power = 1; power <= last; power *= 10) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      if (digit * power <= last) numbers.push_back(digit * power);
    }
  }
  return numbers;
}

std::string Short(double number) {
  if (number >= 1e6) return fmt::format("{:g}M", number / 1e6);
  if (number >= 1e4) return fmt::format("{:g}k", number / 1e3);
  return Grouped(static_cast<uint64_t>(number));
}

class Plot {
 public:
  explicit Plot(const CampaignTargetRow& target)
      : target_(target), growth_(target.growth) {
    first_ = std::max<double>(1, static_cast<double>(growth_.front()[0]));
    last_ = std::max(first_ + 1, static_cast<double>(target.runs));
    for (const GrowthPoint& at : growth_) {
      highest_ = std::max(highest_, static_cast<double>(at[2]));
      highest_ = std::max(highest_, static_cast<double>(at[1]));
    }
  }

  std::string ToHtml() const {
    return fmt::format(
        "<figure><figcaption>{}</figcaption><svg viewBox=\"0 0 {} {}\" "
        "role=\"img\" aria-label=\"{}: {} features and {} edges after {} "
        "runs\">\n{}{}{}{}</svg></figure>\n",
        Escape(target_.name), kWidth, kHeight, Escape(target_.name),
        Grouped(growth_.back()[2]), Grouped(growth_.back()[1]),
        Grouped(target_.runs), Counts(), Runs(), Line("features", 2),
        Line("edges", 1));
  }

 private:
  double X(double runs) const {
    const double share = std::log(runs / first_) / std::log(last_ / first_);
    return kLeft + std::clamp(share, 0.0, 1.0) * (kWidth - kLeft - kRight);
  }
  double Y(double count) const {
    return kHeight - kBottom - count / highest_ * (kHeight - kTop - kBottom);
  }

  // The axis of counts, and a line across at each tick.
  std::string Counts() const {
    double step = 1;
    for (const double number : RoundNumbers(highest_)) {
      step = number;
      if (highest_ / number < kRowTicks) break;
    }
    std::string svg;
    for (double count = 0; count <= highest_; count += step) {
      svg += fmt::format(
          "<path class=\"grid\" d=\"M{} {:.1f}H{}\"/><text x=\"{}\" "
          "y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
          kLeft, Y(count), kWidth - kRight, kLeft - 6, Y(count) + 4,
          Short(count));
    }
    return svg;
  }

  // The axis of runs.
  std::string Runs() const {
    // Powers of ten first, then what has room.
    std::vector<double> ticks;
    for (const bool powers : {true, false}) {
      for (const double number : RoundNumbers(last_)) {
        const double exponent = std::log10(number);
        const bool is_power = std::abs(exponent - std::round(exponent)) < 1e-6;
        if (number >= first_ && is_power == powers) ticks.push_back(number);
      }
    }
    std::vector<double> taken;
    std::string svg;
    for (const double number : ticks) {
      const double x = X(number);
      if (std::ranges::any_of(taken, [x](double other) {
            return std::abs(other - x) < kTickWidth;
          })) {
        continue;
      }
      taken.push_back(x);
      // The last one ends with the plot.
      const bool at_end = x > kWidth - kRight - kTickWidth / 2;
      svg += fmt::format(
          "<path class=\"grid\" d=\"M{:.1f} {}v5\"/><text x=\"{:.1f}\" "
          "y=\"{}\" text-anchor=\"{}\">{}</text>\n",
          x, kHeight - kBottom, at_end ? kWidth - kRight : x,
          kHeight - kBottom + 17, at_end ? "end" : "middle", Short(number));
    }
    return svg + fmt::format(
                     "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">"
                     "runs, logarithmic</text>\n",
                     (kLeft + kWidth - kRight) / 2, kHeight - 6);
  }

  // One series, with its name and last value over its end.
  std::string Line(const char* name, size_t field) const {
    std::string path;
    double x = -1, y = -1;
    for (const GrowthPoint& at : growth_) {
      const double to_x = X(static_cast<double>(at[0]));
      const double to_y = Y(static_cast<double>(at[field]));
      // What is no wider than a pixel does not show.
      if (x >= 0 && (to_x - x < 0.7 || to_y == y)) continue;
      path += x < 0 ? fmt::format("M{:.1f} {:.1f}", to_x, to_y)
                    : fmt::format("H{:.1f}V{:.1f}", to_x, to_y);
      x = to_x;
      y = to_y;
    }
    const uint64_t end = growth_.back()[field];
    const double last_y = Y(static_cast<double>(end));
    path += fmt::format("V{:.1f}H{:.1f}", last_y, X(last_));
    return fmt::format(
        "<g class=\"{0}\"><path d=\"{1}\"/><text x=\"{2}\" y=\"{3:.1f}\" "
        "text-anchor=\"end\">{4} {0}</text></g>\n",
        name, path, kWidth - kRight, last_y - 7, Grouped(end));
  }

  const CampaignTargetRow& target_;
  const std::vector<GrowthPoint>& growth_;
  double first_, last_, highest_ = 1;
};

}  // namespace

std::string GrowthPlot(const CampaignTargetRow& target) {
  if (target.growth.empty()) {
    return fmt::format(
        "<figure><figcaption>{}</figcaption><p>No run.</p>"
        "</figure>\n",
        Escape(target.name));
  }
  return Plot(target).ToHtml();
}

}  // namespace fuse_dirents
