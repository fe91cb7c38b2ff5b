#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>
#include <asynchat/traces/recording_file.h>
#include <asynchat/traces/trace_recorder.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "proxy.h"
#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

void serve_proxy(std::uint16_t target, const char* trace) {
  sockets::network world;
  loop loop(world);
  std::optional<traces::recording_file> file;
  std::optional<traces::trace_recorder> recorder;
  if (trace != nullptr) {
    file.emplace(trace, traces::trace_header{traces::source_kind::proxy, "bench", {}});
    recorder.emplace(world, *file);
  }
  cli::proxy door(loop, endpoint::inet("127.0.0.1", target),
                  [](const std::string& sentence) { std::fprintf(stderr, "%s\n", sentence.c_str()); });
  if (recorder) door.record_with(*recorder);
  if (door.listen(endpoint::inet("127.0.0.1", 0))) std::exit(2);
  announce(door.local().port);
  while (!file || !file->trouble()) loop.poll({});
  std::fprintf(stderr, "%s\n", file->trouble()->c_str());
  std::exit(2);
}

}  // namespace asynchat::bench
