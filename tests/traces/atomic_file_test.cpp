#include <asynchat/traces/atomic_file.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

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

TEST(atomic_file, has_no_name_until_its_commit) {
  const scratch_folder folder;
  atomic_file file(folder.path("a"));
  if (!folder.names().empty()) GTEST_SKIP() << "this file system knows no files without a name";
  file.commit();
  EXPECT_THAT(folder.names(), ElementsAre("a"));
}

TEST(atomic_file, makes_what_a_link_that_points_nowhere_points_to) {
  const scratch_folder folder;
  std::filesystem::create_symlink("target", folder.path("link"));
  atomic_file file(folder.path("link"));
  file.out() << "new";
  file.commit();
  EXPECT_THAT(folder.names(), ElementsAre("link", "target"));
  EXPECT_EQ(contents(folder.path("target")), "new");
}

TEST(atomic_file, has_the_permissions_that_any_new_file_has_and_keeps_those_of_an_old_one) {
  using std::filesystem::perms;
  const scratch_folder folder;
  const auto mode_of = [&](const char* name) { return std::filesystem::status(folder.path(name)).permissions(); };
  const mode_t old_mask = umask(027);
  atomic_file(folder.path("new")).commit();
  folder.write("old", "old");
  std::filesystem::permissions(folder.path("old"), perms(0604));
  atomic_file(folder.path("old")).commit();
  umask(old_mask);
  EXPECT_EQ(mode_of("new"), perms(0640));
  EXPECT_EQ(mode_of("old"), perms(0604));
}

/// No file of this process may grow longer, as on a disk that is full.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit now{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;
  ~full_disk() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int);
};

TEST(atomic_file, leaves_the_old_content_where_the_disk_is_full_and_says_so) {
  const scratch_folder folder;
  folder.write("a", "old");
  const std::string message = message_of<output_error>([&] {
    const full_disk limit(100'000);
    atomic_file file(folder.path("a"));
    file.out() << std::string(150'000, 'x') << std::flush << "and more";
    file.commit();
  });
  EXPECT_EQ(message, folder.path("a") + ": expected a file that can be written: File too large");
  EXPECT_EQ(contents(folder.path("a")), "old");
  EXPECT_THAT(folder.names(), ElementsAre("a"));
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
