#include "repro_store.h"

#include <gmock/gmock.h>

#include <thread>

#include "scratch_folder.h"

namespace asynchat::properties {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

traces::repro failure_of(const std::string& bytes) {
  traces::repro failure;
  failure.subject = "my_parser";
  failure.property = "invariance";
  failure.streams.push_back({1, side::client, bytes, "1 1 | eof", {}});
  return failure;
}

TEST(repro_store, gives_back_what_it_keeps) {
  const scratch_folder folder;
  const repro_store store(folder.path("a/b"));
  const std::string path = store.keep(failure_of("xy"), "login-1");
  EXPECT_THAT(path, testing::StartsWith(folder.path("a/b/login-1-invariance-")));
  std::vector<std::string> warnings;
  const auto kept = store.read(warnings);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].failure, failure_of("xy"));
  store.drop(path);
  store.drop(path);
  EXPECT_THAT(store.read(warnings), IsEmpty());
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(repro_store, keeps_the_same_failure_once_and_another_beside_it) {
  const scratch_folder folder;
  const repro_store store(folder.path());
  EXPECT_EQ(store.keep(failure_of("xy"), "s"), store.keep(failure_of("xy"), "s"));
  store.keep(failure_of("xz"), "s");
  std::vector<std::string> warnings;
  EXPECT_THAT(store.read(warnings), SizeIs(2));
}

TEST(repro_store, is_shared_by_writers_of_the_same_failure) {
  const scratch_folder folder;
  const repro_store store(folder.path("together"));
  const auto write = [&] {
    for (int i = 0; i < 100; ++i) store.keep(failure_of("xy"), "s");
  };
  std::thread other(write);
  write();
  other.join();
  std::vector<std::string> warnings;
  EXPECT_THAT(store.read(warnings), SizeIs(1));
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(repro_store, tells_of_a_file_that_is_no_repro_and_leaves_it) {
  const scratch_folder folder;
  const std::string broken = folder.write("broken.repro.json", "{");
  folder.write("notes.txt", "mine");
  std::vector<std::string> warnings;
  EXPECT_THAT(repro_store(folder.path()).read(warnings), IsEmpty());
  EXPECT_THAT(warnings, ElementsAre(HasSubstr(broken)));
  EXPECT_TRUE(std::filesystem::exists(broken));
}

TEST(repro_store, says_that_its_folder_cannot_be_made) {
  const scratch_folder folder;
  const repro_store store(folder.write("file", "") + "/below");
  EXPECT_THROW(store.keep(failure_of("xy"), "s"), traces::output_error);
}

}  // namespace
}  // namespace asynchat::properties
