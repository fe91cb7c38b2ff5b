#include <asynchat/properties/ruler.h>
#include <asynchat/transport/escape.h>

#include <algorithm>
#include <utility>

namespace asynchat::properties {
namespace {

constexpr std::size_t margin = 8;

/// Bytes [begin, end) on one line, and the column of each.
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

class row_painter {
 public:
  row_painter(const ruler& picture, row bounds) : picture_(picture), bounds_(bounds) { place_bytes(); }

  std::string paint() const {
    std::string text = trimmed(offsets()) + trimmed(std::string(margin, ' ') + bytes_);
    if (!picture_.frame_ends.empty()) text += trimmed(frames());
    const std::optional<std::size_t> mark = picture_.first_difference;
    const bool last = bounds_.end == picture_.bytes.size();
    if (mark && *mark >= bounds_.begin && (*mark < bounds_.end || last)) {
      text += std::string(margin + column(std::min(*mark, bounds_.end)), ' ') + "^\n";
    }
    return text;
  }

 private:
  void place_bytes() {
    for (std::size_t at = bounds_.begin; at < bounds_.end; ++at) {
      if (contains(picture_.cuts, at)) bytes_ += '|';
      columns_.push_back(bytes_.size());
      bytes_ += escaped(picture_.bytes.substr(at, 1));
    }
    columns_.push_back(bytes_.size());
    if (contains(picture_.cuts, bounds_.end)) bytes_ += '|';
  }

  std::size_t column(std::size_t at) const { return columns_[at - bounds_.begin]; }

  /// The offset of the row's first byte, and of each cut that there is room for.
  std::string offsets() const {
    std::string line;
    put(line, margin, std::to_string(bounds_.begin));
    for (const std::size_t cut : picture_.cuts) {
      const bool here = cut > bounds_.begin && cut < bounds_.end;
      if (here && margin + column(cut) > line.size()) put(line, margin + column(cut), std::to_string(cut));
    }
    return line;
  }

  /// Each frame's number where it begins, or where the row does, and a line to its end.
  std::string frames() const {
    std::string line(margin, ' ');
    const std::vector<std::size_t>& ends = picture_.frame_ends;
    std::size_t number =
        static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), bounds_.begin) - ends.begin());
    for (std::size_t begin = bounds_.begin; begin < bounds_.end && number < ends.size(); ++number) {
      const std::size_t end = std::min(ends[number], bounds_.end);
      const std::size_t width = column(end) - column(begin);
      std::string cell = std::to_string(number + 1);
      cell.resize(width, '-');
      put(line, margin + column(begin), cell);
      begin = end;
    }
    return line;
  }

  const ruler& picture_;
  const row bounds_;
  std::string bytes_;
  std::vector<std::size_t> columns_;
};

/// Which rows are shown: all, or as many as allowed with the one that matters in their middle.
std::pair<std::size_t, std::size_t> shown_rows(const ruler& picture, const std::vector<row>& rows, std::size_t most) {
  if (rows.size() <= most) return {0, rows.size()};
  const std::size_t mark = picture.first_difference.value_or(picture.cuts.empty() ? 0 : picture.cuts.front());
  const auto after = std::find_if(rows.begin(), rows.end() - 1, [mark](row one) { return mark < one.end; });
  const auto middle = static_cast<std::size_t>(after - rows.begin());
  const std::size_t first = std::min(middle - std::min(middle, most / 2), rows.size() - most);
  return {first, first + most};
}

std::string left_out(std::size_t bytes, const char* where) {
  return std::string(margin, ' ') + "... " + std::to_string(bytes) + " bytes " + where + "\n";
}

}  // namespace

std::string draw(const ruler& picture, const ruler_options& options) {
  const std::vector<row> rows = lay_out(picture, std::max<std::size_t>(options.width, 40) - margin);
  const auto [first, last] = shown_rows(picture, rows, std::max<std::size_t>(options.rows_max, 1));
  std::string text;
  if (rows[first].begin > 0) text += left_out(rows[first].begin, "before");
  for (std::size_t i = first; i < last; ++i) text += row_painter(picture, rows[i]).paint();
  if (rows[last - 1].end < picture.bytes.size()) text += left_out(picture.bytes.size() - rows[last - 1].end, "after");
  return text;
}

ruler ruler_of(const counterexample& example, const reference& model) {
  ruler picture{example.bytes, sim::cuts_of(example.steps), {}, {}};
  const checked_stream stream{std::string_view(example.bytes).substr(0, example.kept), example.stream_end,
                              example.heard};
  picture.frame_ends = frame_ends(stream, model);
  const std::vector<expected_event> events =
      model ? model(stream.bytes, stream.end != sim::ending::open, stream.heard) : std::vector<expected_event>();
  if (example.details.where && !events.empty()) {
    const std::size_t index = std::min(example.details.where->index, events.size());
    picture.first_difference = index == 0 ? 0 : events[index - 1].end;
  }
  return picture;
}

}  // namespace asynchat::properties
