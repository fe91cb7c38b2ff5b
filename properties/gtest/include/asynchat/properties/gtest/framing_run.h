#pragma once

#include <asynchat/properties/gtest/framing_options.h>
#include <asynchat/properties/subject.h>
#include <asynchat/properties/watchdog/feed_watchdog.h>
#include <asynchat/traces/dialogue.h>
#include <asynchat/traces/repro.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// What a test knows of the process that it runs in.
struct framing_environment {
  std::string repro;         ///< ASYNCHAT_REPRO: the file to replay, and nothing else
  std::string repro_folder;  ///< ASYNCHAT_REPRO_DIR
  std::string trace_root;    ///< ASYNCHAT_TRACE_ROOT
  std::string program;       ///< as a shell in the working directory starts it again
  std::string seed = {};     ///< ASYNCHAT_SEED: of a simulation, the seed to run, and nothing else

  static framing_environment of_this_process();
};

/// The test that is running, as GoogleTest calls it.
struct test_place {
  std::string suite;
  std::string test;
};

/// What a framing test came to.
struct framing_outcome {
  std::string failure;                 ///< for a person, some lines; empty when all held
  std::string skipped;                 ///< why nothing was done, where nothing was
  std::vector<std::string> remarks{};  ///< sentences about kept failures and traces
  std::uint64_t streams = 0;           ///< checked
  std::uint64_t plans_tried = 0;
};

/// One parser, its options, and where it is tested. A run does, in this order, what comes first:
///
/// - With `environment.repro` it replays that file, if it is of this subject, and says whether it fails again.
/// - Failures that were kept are replayed, those of this subject and of a law that is on. If one fails again, that is
///   the failure. One that holds now is removed, and so is one that the model has come to disagree with.
/// - The streams are checked, one after another, up to the first that fails: its failure is shrunk, and kept as a file.
///
/// Unreadable kept files and a folder that cannot be written are remarks, not failures; an unreadable trace is one.
class framing_run final {
 public:
  /// The subject and the environment are borrowed.
  framing_run(const subject& parser, framing_options options, test_place place, const framing_environment& environment);
  framing_run(const framing_run&) = delete;
  framing_run& operator=(const framing_run&) = delete;
  ~framing_run();

  /// One stream that ends after these bytes.
  framing_outcome check(std::string_view bytes);
  /// One stream, as it is.
  framing_outcome check(const checked_stream& stream);
  /// The streams of one connection.
  framing_outcome check(const traces::dialogue& talk);
  /// The streams of each trace that the glob matches; a glob that matches nothing fails.
  framing_outcome check(const trace_files& files);

 private:
  struct named_stream;

  /// True when the outcome stands without any stream.
  bool replays();
  void replay_the_one();
  void replay_kept();
  bool is_outdated(const traces::repro& failure) const;
  void check_stream(const named_stream& stream);
  void check_dialogue(const traces::dialogue& talk, const std::string& trace);
  void tell(const failure& found, const named_stream& stream);
  void tell_again(const traces::repro& recorded, const std::string& path, const std::string& sentence);
  feed_watchdog::report hung_again(const std::string& path) const;
  void tell_hung(const counterexample& hung, const named_stream& stream);
  std::string keep(const counterexample& example, const named_stream& stream);
  std::string command_for(const std::string& repro_path) const;
  std::string folder() const;
  bool is_on(law which) const;

  const subject& given_;
  std::unique_ptr<subject> narrowed_;
  const subject& parser_;
  framing_options options_;
  test_place place_;
  const framing_environment& environment_;
  framing_outcome outcome_;
  feed_watchdog dog_;
};

/// The suite and the test of a framing test: the parser's text as a name, and what the glob says.
test_place place_named_after(std::string_view parser, std::string_view glob);

}  // namespace asynchat::properties
