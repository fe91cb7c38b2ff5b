#include "engine/frames.h"

namespace asynchat::bench {

/// The task: one frame in chunks of one byte. The contestants are its sizes.
void enter_long_frame(contest& all) {
  const std::string task = "long-frame";
  all.add({task, "one CRLF frame of 64 KiB to 64 MiB in chunks of 1 byte"});
  gate growth{task, "as dear a byte as with 64 KiB", yardstick::times_as_dear, {}, 1.2, 1.05};
  const auto enter = [&](const char* name, std::size_t frame_bytes) {
    all.enter(task, name, splitting(crlf_frames(frame_bytes, 1, frame_bytes), split_async_chat));
  };
  enter("64 KiB", 64u << 10);
  for (const auto& [name, frame_bytes] :
       {std::pair{"1 MiB", 1u << 20}, std::pair{"8 MiB", 8u << 20}, std::pair{"64 MiB", 64u << 20}}) {
    enter(name, frame_bytes);
    growth.pairs.push_back({name, "64 KiB"});
  }
  all.ask(std::move(growth));
}

}  // namespace asynchat::bench
