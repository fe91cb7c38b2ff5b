#include <asynchat/traces/atomic_file.h>
#include <gmock/gmock.h>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(atomic_file, appears_with_its_commit) {
  const scratch_folder folder;
  atomic_file file(folder.path("a"));
  file.out() << "new";
  EXPECT_FALSE(std::filesystem::exists(folder.path("a")));
  file.commit();
  EXPECT_EQ(contents(folder.path("a")), "new");
  EXPECT_THAT(folder.names(), ElementsAre("a"));
}

TEST(atomic_file, leaves_nothing_without_a_commit) {
  const scratch_folder folder;
  { atomic_file(folder.path("a")).out() << "new"; }
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(atomic_file, keeps_the_old_content_until_the_commit) {
  const scratch_folder folder;
  folder.write("a", "old");
  { atomic_file(folder.path("a")).out() << "new"; }
  EXPECT_EQ(contents(folder.path("a")), "old");
}

TEST(atomic_file, is_not_disturbed_by_the_leftover_of_a_crash) {
  const scratch_folder folder;
  folder.write("a.part0", "left over");
  atomic_file file(folder.path("a"));
  file.out() << "new";
  file.commit();
  EXPECT_EQ(contents(folder.path("a.part0")), "left over");
  EXPECT_EQ(contents(folder.path("a")), "new");
}

TEST(atomic_file, replaces_what_a_link_points_to_and_not_the_link) {
  const scratch_folder folder;
  folder.write("target", "old");
  std::filesystem::create_symlink("target", folder.path("link"));
  atomic_file file(folder.path("link"));
  file.out() << "new";
  file.commit();
  EXPECT_EQ(contents(folder.path("target")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link")));
}

TEST(atomic_file, says_why_it_cannot_be_written) {
  const scratch_folder folder;
  EXPECT_EQ(message_of<output_error>([&] { atomic_file(folder.path("no/a")); }),
            folder.path("no/a") + ": expected a file that can be written: No such file or directory");
  EXPECT_THAT(message_of<output_error>([&] { atomic_file(folder.path("")); }), HasSubstr("Is a directory"));
}

TEST(atomic_file, writes_a_device_as_it_is) {
  atomic_file nothing("/dev/null");
  nothing.out() << "x";
  nothing.commit();
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  atomic_file full("/dev/full");
  full.out() << "x";
  EXPECT_THAT(message_of<output_error>([&] { full.commit(); }), HasSubstr("No space left on device"));
}

}  // namespace
}  // namespace asynchat::traces
