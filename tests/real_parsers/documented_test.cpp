#include <asynchat/traces/repro.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace asynchat::real_parsers {
namespace {

const std::filesystem::path source = ASYNCHAT_SOURCE;

TEST(real_parsers_page, quotes_each_difference_that_is_kept) {
  std::ifstream in(source / "docs/real-parsers.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  std::size_t repros = 0;
  for (const auto& file : std::filesystem::directory_iterator(source / "tests/data/repros/real")) {
    const traces::repro kept = traces::read_repro(file.path().string());
    const std::string name = file.path().stem().stem().string();
    EXPECT_THAT(page, testing::HasSubstr("> `" + name + "`: " + kept.explanation + "\n"));
    ++repros;
  }
  EXPECT_GT(repros, 0u);
}

}  // namespace
}  // namespace asynchat::real_parsers
