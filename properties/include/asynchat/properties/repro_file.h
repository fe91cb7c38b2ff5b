#pragma once

#include <asynchat/properties/counterexample.h>
#include <asynchat/traces/repro.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <span>
#include <string>

namespace asynchat::properties {

/// Where the checked stream comes from: the names under which it goes into a repro.
struct stream_origin {
  std::uint64_t conn = 1;
  side from = side::client;
  traces::provenance provenance;
};

/// The counterexample as a file's content. The subject is known to whoever replays it by its name.
traces::repro to_repro(const subject& parser, const counterexample& example, const stream_origin& origin);

/// What a repro says, as the counterexample that it was made of, and the stream that is cut in it.
struct recorded_example {
  counterexample example;
  const traces::repro_stream* stream = nullptr;  ///< in the repro; never null
};

/// Plays nothing. Throws traces::input_error as replay() does.
recorded_example read_example(const traces::repro& recorded, const std::string& file);

/// What playing a repro came to.
struct replayed {
  law property = law::invariance;
  bool failed_again = false;
  /// The whole run's events where the law compares with that run, else those that the file expects.
  events expected;
  events observed;
  std::string explanation;  ///< the file's, if the same went wrong again; empty when the law held
};

/// Plays a repro against a subject. Throws traces::input_error with the name `file` where the repro names no law, has
/// not one stream with a plan, or has a plan that does not fit its bytes. Of the options it uses the clock and the
/// other worlds; without them a repro of linear_cost or of parity holds.
replayed replay(const subject& parser, const traces::repro& recorded, const std::string& file,
                const check_options& options = {});

}  // namespace asynchat::properties
