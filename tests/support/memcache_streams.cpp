#include "memcache_streams.h"

namespace asynchat::support {

namespace {

constexpr std::size_t lines_max = 8;
constexpr std::string_view awkward = "\r\n\n\r setVALUE 0123";

std::string block(seeded_random& random) { return random.bytes_of(awkward, random.one_in(8) ? 200 : 12); }

std::string key(seeded_random& random) { return "k" + random.bytes_of("abcset0\t", 8); }

/// One space, seldom more.
std::string gap(seeded_random& random) { return std::string(random.one_in(8) ? 2 : 1, ' '); }

std::string number(seeded_random& random) { return std::to_string(random.next() >> random.between(32, 63)); }

std::string one_of(seeded_random& random, std::initializer_list<const char*> texts) {
  return texts.begin()[random.below(texts.size())];
}

std::string storing(seeded_random& random) {
  const std::string data = block(random);
  const std::string size = std::to_string(data.size());
  if (random.one_in(4)) {
    return "ms " + key(random) + gap(random) + size + one_of(random, {"", " T0 c", " q"}) + "\r\n" + data + "\r\n";
  }
  const std::string name = one_of(random, {"set", "add", "replace", "append", "prepend", "cas"});
  const std::string time = (random.one_in(6) ? "-" : "") + number(random);
  const std::string unique = name == "cas" ? " " + std::to_string(random.next()) : "";
  return name + gap(random) + key(random) + gap(random) + number(random) + gap(random) + time + ' ' + size + unique +
         one_of(random, {"", " noreply", " "}) + "\r\n" + data + "\r\n";
}

std::string plain_command(seeded_random& random) {
  return one_of(random, {"get ", "gets ", "delete ", "incr ", "mg ", "md ", "touch "}) + key(random) + "\r\n";
}

std::string retrieved(seeded_random& random) {
  const std::string data = block(random);
  const std::string size = std::to_string(data.size());
  if (random.one_in(3)) return "VA " + size + one_of(random, {"", " c7 t-1", " "}) + "\r\n" + data + "\r\n";
  const std::string unique = random.one_in(3) ? " " + std::to_string(random.next()) : "";
  return "VALUE " + key(random) + gap(random) + number(random) + ' ' + size + unique + "\r\n" + data + "\r\n";
}

std::string plain_reply(seeded_random& random) {
  return one_of(random, {"END", "STORED", "NOT_FOUND", "ERROR", "CLIENT_ERROR bad data chunk", "STAT pid 1", "HD", "EN",
                         "", "7"}) +
         "\r\n";
}

}  // namespace

std::string generate_memcache_stream(seeded_random& random, side from) {
  std::string bytes;
  for (std::size_t lines = random.below(lines_max); lines > 0; --lines) {
    const bool plain = random.one_in(3);
    if (from == side::client) {
      bytes += plain ? plain_command(random) : storing(random);
    } else {
      bytes += plain ? plain_reply(random) : retrieved(random);
    }
  }
  if (random.one_in(4) && !bytes.empty()) bytes.resize(random.below(bytes.size()));
  return bytes;
}

}  // namespace asynchat::support
