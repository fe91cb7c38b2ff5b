#include "trace_glob.h"

#include <gmock/gmock.h>

#include "scratch_folder.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(wildcards, stand_for_any_characters_or_for_one) {
  EXPECT_TRUE(matches_wildcards("a.trace.jsonl", "*.trace.jsonl"));
  EXPECT_TRUE(matches_wildcards("abcabd", "a*b?"));
  EXPECT_TRUE(matches_wildcards("", "**"));
  EXPECT_FALSE(matches_wildcards("", "?"));
  EXPECT_FALSE(matches_wildcards("abc", "a*b"));
  EXPECT_FALSE(matches_wildcards("a.trace.json", "*.trace.jsonl"));
}

TEST(wildcards, take_no_longer_than_the_name_times_the_pattern) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  EXPECT_FALSE(matches_wildcards(std::string(4000, 'a'), pattern + 'b'));
}

TEST(files_matching, are_found_in_every_component_and_sorted) {
  const scratch_folder folder;
  const std::string b = folder.write("two/b.trace", "");
  const std::string a = folder.write("one/a.trace", "");
  folder.write("one/.hidden.trace", "");
  folder.write("one/a.txt", "");
  folder.write("other/a.trace/in_a_folder_of_that_name", "");
  EXPECT_THAT(files_matching("*/*.trace", folder.path()), ElementsAre(a, b));
  EXPECT_THAT(files_matching(folder.path("one/../?wo/b.trace")), ElementsAre(b));
}

TEST(files_matching, take_the_root_as_it_is_written) {
  const scratch_folder folder;
  const std::string a = folder.write("what?/a", "");
  folder.write("whats/a", "");
  EXPECT_THAT(files_matching("*", folder.path("what?")), ElementsAre(a));
}

TEST(files_matching, are_none_where_nothing_can_be_read) {
  EXPECT_THAT(files_matching("no/such/*"), IsEmpty());
  EXPECT_THAT(files_matching("/no/such/file"), IsEmpty());
}

}  // namespace
}  // namespace asynchat::properties
