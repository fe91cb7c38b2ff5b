#include <asynchat/properties/ruler.h>
#include <asynchat/transport/escape.h>

#include <algorithm>
#include <utility>

namespace asynchat::properties {
namespace {

/// Columns before the bytes, for the labels.
constexpr std::size_t margin = 8;

/// Bytes [begin, end) on one line.
struct row {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool contains(const std::vector<std::size_t>& sorted, std::size_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

std::size_t cell_width(const ruler& picture, std::size_t at) {
  return escaped(picture.bytes.substr(at, 1)).size() + (contains(picture.cuts, at) ? 1 : 0);
}

std::vector<row> lay_out(const ruler& picture, std::size_t columns) {
  std::vector<row> rows;
  row now;
  std::size_t used = 0;
  for (std::size_t at = 0; at < picture.bytes.size(); ++at) {
    const std::size_t width = cell_width(picture, at);
    if (used + width + 1 > columns) {
      rows.push_back({now.begin, at});
      now.begin = at;
      used = 0;
    }
    used += width;
  }
  rows.push_back({now.begin, picture.bytes.size()});
  return rows;
}

/// Writes `text` at `column` where nothing stands yet.
void put(std::string& line, std::size_t column, std::string_view text) {
  if (line.size() > column) return;
  line.append(column - line.size(), ' ');
  line += text;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string in_margin(std::string_view label) {
  std::string text(label.substr(0, margin - 1));
  text.resize(margin, ' ');
  return text;
}

class row_painter {
 public:
  row_painter(const ruler& picture, const ruler_options& options, std::size_t width, row bounds)
      : picture_(picture), ink_(options.ink), width_(width), bounds_(bounds) {
    place_bytes();
  }

  std::string paint() const {
    std::string text = trimmed(offsets()) + trimmed(in_margin("bytes") + with_bars());
    for (const ruler_track& track : picture_.tracks) {
      text += trimmed(in_margin(track.label) + marked(ink_.track, frames(track)));
    }
    const std::optional<std::size_t> mark = picture_.first_difference;
    const bool last = bounds_.end == picture_.bytes.size();
    if (mark && *mark >= bounds_.begin && (*mark < bounds_.end || last)) {
      text += std::string(margin + column(std::min(*mark, bounds_.end)), ' ') + marked(ink_.difference, "^") + '\n';
    }
    return text;
  }

 private:
  void place_bytes() {
    for (std::size_t at = bounds_.begin; at < bounds_.end; ++at) {
      if (contains(picture_.cuts, at)) place_bar();
      columns_.push_back(bytes_.size());
      bytes_ += escaped(picture_.bytes.substr(at, 1));
    }
    if (contains(picture_.cuts, bounds_.end)) place_bar();
    columns_.push_back(bytes_.size());
  }

  void place_bar() {
    bars_.push_back(bytes_.size());
    bytes_ += '|';
  }

  std::size_t column(std::size_t at) const { return columns_[at - bounds_.begin]; }

  /// Where what ends before that byte ends: in front of its bar.
  std::size_t column_behind(std::size_t end) const { return column(end) - (contains(picture_.cuts, end) ? 1 : 0); }

  std::string marked(const std::string& ink, const std::string& text) const {
    return text.empty() || ink.empty() ? text : ink + text + ink_.plain;
  }

  std::string with_bars() const {
    std::string text;
    std::size_t from = 0;
    for (const std::size_t bar : bars_) {
      text += bytes_.substr(from, bar - from) + marked(ink_.cut, "|");
      from = bar + 1;
    }
    return text + bytes_.substr(from);
  }

  /// The offset of the row's first byte, and of each cut that there is room for; at the end of the row it moves to the
  /// left.
  std::string offsets() const {
    std::string line;
    put(line, margin, std::to_string(bounds_.begin));
    for (const std::size_t cut : picture_.cuts) {
      if (cut <= bounds_.begin || cut >= bounds_.end) continue;
      const std::string number = std::to_string(cut);
      const std::size_t place = std::min(margin + column(cut), width_ - number.size());
      if (place > line.size()) put(line, place, number);
    }
    return line;
  }

  /// Each frame's number where it begins, or where the row does, and a line to its end.
  std::string frames(const ruler_track& track) const {
    std::string line;
    const bool last = bounds_.end == picture_.bytes.size();
    for (const ruler_frame& one : track.frames) {
      const bool ends_before = one.end < bounds_.begin || (one.end == bounds_.begin && one.begin < one.end);
      if (ends_before || one.begin > bounds_.end || (one.begin == bounds_.end && !last)) continue;
      const std::size_t begin = std::max(one.begin, bounds_.begin);
      const std::size_t end = std::min(one.end, bounds_.end);
      const std::size_t width = begin < end ? column_behind(end) - column(begin) : 0;
      std::string cell = std::to_string(one.number + 1);
      if (width > 0 && cell.size() > width) cell = "#";
      cell.resize(std::max(width, cell.size()), one.found ? '-' : '?');
      put(line, column(begin), cell);
    }
    return line;
  }

  const ruler& picture_;
  const ruler_ink& ink_;
  const std::size_t width_;
  const row bounds_;
  std::string bytes_;
  std::vector<std::size_t> bars_;     ///< columns
  std::vector<std::size_t> columns_;  ///< of each byte, and of the end
};

std::size_t row_of(const std::vector<row>& rows, std::size_t offset) {
  const auto after = std::find_if(rows.begin(), rows.end() - 1, [offset](row one) { return offset < one.end; });
  return static_cast<std::size_t>(after - rows.begin());
}

/// Which rows are shown, ascending: all, or as many as allowed around those that matter.
std::vector<std::size_t> shown_rows(const ruler& picture, const std::vector<row>& rows, std::size_t most) {
  std::vector<std::size_t> centres{row_of(rows, picture.cuts.empty() ? 0 : picture.cuts.front())};
  if (picture.first_difference) centres.insert(centres.begin(), row_of(rows, *picture.first_difference));
  if (picture.cuts.empty() && centres.size() > 1) centres.pop_back();
  std::vector<std::size_t> shown;
  const auto add = [&](std::size_t number) {
    const auto place = std::lower_bound(shown.begin(), shown.end(), number);
    if (shown.size() < most && (place == shown.end() || *place != number)) shown.insert(place, number);
  };
  for (std::size_t far = 0; far < rows.size() && shown.size() < std::min(most, rows.size()); ++far) {
    for (const std::size_t centre : centres) {
      if (centre >= far) add(centre - far);
      if (centre + far < rows.size()) add(centre + far);
    }
  }
  return shown;
}

std::string left_out(std::size_t bytes, const char* where) {
  return std::string(margin, ' ') + "... " + std::to_string(bytes) + " bytes " + where + "\n";
}

}  // namespace

std::string draw(const ruler& picture, const ruler_options& options) {
  const std::size_t width = std::max<std::size_t>(options.width, 40);
  const std::vector<row> rows = lay_out(picture, width - margin);
  std::string text;
  std::size_t drawn = 0;
  for (const std::size_t number : shown_rows(picture, rows, std::max<std::size_t>(options.rows_max, 1))) {
    if (rows[number].begin > drawn) text += left_out(rows[number].begin - drawn, drawn == 0 ? "before" : "between");
    text += row_painter(picture, options, width, rows[number]).paint();
    drawn = rows[number].end;
  }
  if (drawn < picture.bytes.size()) text += left_out(picture.bytes.size() - drawn, "after");
  return text;
}

}  // namespace asynchat::properties
