// A parser of one's own under every cut of a stream: what is below `main` of a GoogleTest, or of nothing at all.
#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/explain.h>
#include <asynchat/properties/parser_subject.h>

#include <cstdio>
#include <string>
#include <string_view>

using namespace asynchat;

/// Lines that end with CR LF, with the mistake that every second parser begins with: the two are looked for in one
/// chunk alone.
struct my_parser {
  void feed(std::string_view chunk, properties::events& out) {
    for (std::size_t end = chunk.find("\r\n"); end != std::string_view::npos; end = chunk.find("\r\n")) {
      out.add("line", line + std::string(chunk.substr(0, end)));
      line.clear();
      chunk.remove_prefix(end + 2);
    }
    line += chunk;
  }
  void finish(properties::events& out) {
    if (!line.empty()) out.add("incomplete", line);
  }
  std::string line;
};

int main() {
  const properties::checked_stream stream{.bytes = "USER al\r\nPASS secret\r\nQUIT\r\n", .heard = {}};
  const properties::parser_subject<my_parser> parser("my_parser");
  const properties::check_report report = properties::check(parser, stream, {});
  std::printf("%llu plans tried\n", static_cast<unsigned long long>(report.tried()));
  const properties::failure* found = report.first_failure();
  if (found == nullptr) return report.held() ? 0 : 2;
  const auto smallest = properties::shrink(parser, properties::make_counterexample(stream, *found), {});
  std::printf("%s\n", properties::explain(smallest).c_str());
  return 1;
}
