#include <asynchat/traces/line_reader.h>
#include <gmock/gmock.h>

#include <istream>
#include <sstream>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::traces {
namespace {

using testing::ElementsAre;

/// A pipe: each part comes when the reader waits for more, and `waited` counts how often it did.
class pipe_of final : public std::streambuf {
 public:
  explicit pipe_of(std::vector<std::string> parts) : parts_(std::move(parts)) {}
  std::size_t waited = 0;

 private:
  int_type underflow() override {
    if (waited == parts_.size()) return traits_type::eof();
    std::string& part = parts_[waited++];
    setg(part.data(), part.data(), part.data() + part.size());
    return traits_type::to_int_type(part.front());
  }
  std::vector<std::string> parts_;
};

/// A stream that gives one byte at a time and never says how many there are.
class without_buffer final : public std::streambuf {
 public:
  explicit without_buffer(std::string text) : text_(std::move(text)) {}

 private:
  int_type underflow() override {
    return at_ == text_.size() ? traits_type::eof() : traits_type::to_int_type(text_[at_]);
  }
  int_type uflow() override {
    const int_type next = underflow();
    if (next != traits_type::eof()) ++at_;
    return next;
  }
  std::string text_;
  std::size_t at_ = 0;
};

std::vector<std::string> lines_of(std::istream& in) {
  line_reader reader(in, 1'000'000);
  std::vector<std::string> lines;
  std::string line;
  for (line_reader::result got; (got = reader.next(line)) != line_reader::result::end;) {
    lines.push_back((got == line_reader::result::torn ? "torn " : "") + line);
    if (got != line_reader::result::line && got != line_reader::result::torn) break;
  }
  return lines;
}

TEST(line_reader, gives_a_line_before_it_waits_for_the_next) {
  pipe_of parts({"one\ntw", "o\n", "three"});
  std::istream in(&parts);
  line_reader reader(in, 100);
  std::string line;
  EXPECT_EQ(reader.next(line), line_reader::result::line);
  EXPECT_EQ(line, "one");
  EXPECT_EQ(parts.waited, 1u);
  EXPECT_EQ(reader.next(line), line_reader::result::line);
  EXPECT_EQ(line, "two");
  EXPECT_EQ(parts.waited, 2u);
  EXPECT_EQ(reader.next(line), line_reader::result::torn);
  EXPECT_EQ(line, "three");
  EXPECT_EQ(reader.number(), 3u);
}

TEST(line_reader, reads_a_stream_that_has_no_buffer) {
  without_buffer text("a\n\nbc\nd");
  std::istream in(&text);
  EXPECT_THAT(lines_of(in), ElementsAre("a", "", "bc", "torn d"));
}

TEST(line_reader, reads_lines_of_every_length_around_its_block) {
  std::string text;
  std::vector<std::string> expected;
  for (const std::size_t length : {0u, 1u, 65'534u, 65'535u, 65'536u, 65'537u, 200'000u, 3u, 131'072u, 0u}) {
    expected.push_back(std::string(length, static_cast<char>('a' + expected.size())));
    text += expected.back() + '\n';
  }
  std::istringstream in(text);
  EXPECT_EQ(lines_of(in), expected);
}

TEST(line_reader, refuses_a_long_line_without_reading_all_of_it) {
  pipe_of parts({std::string(50, 'x'), std::string(51, 'x'), "\n"});
  std::istream in(&parts);
  line_reader reader(in, 100);
  std::string line;
  EXPECT_EQ(reader.next(line), line_reader::result::long_);
  EXPECT_EQ(parts.waited, 2u);
}

}  // namespace
}  // namespace asynchat::traces
