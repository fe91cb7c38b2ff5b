#include <asynchat/properties/fuzz/mutator.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace asynchat::properties {
namespace {

std::size_t below(sim::random_source& random, std::size_t bound) {
  return static_cast<std::size_t>(random.below(bound));
}

bool one_in(sim::random_source& random, std::size_t chances) { return below(random, chances) == 0; }

/// A length from 0 to `most`, short ones more often.
std::size_t short_length(sim::random_source& random, std::size_t most) {
  return below(random, below(random, most + 1) + 1);
}

/// Cuts the read that holds this offset in two; a cut behind all reads begins one.
void add_cut(fuzz_input& input, std::size_t offset) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < input.reads.size(); ++i) {
    const std::size_t end = at + input.reads[i];
    if (offset == end && input.reads[i] > 0) return;
    if (offset < end) {
      if (offset == at) return;
      input.reads[i] = end - offset;
      input.reads.insert(input.reads.begin() + static_cast<std::ptrdiff_t>(i), offset - at);
      return;
    }
    at = end;
  }
  if (offset > at) input.reads.push_back(offset - at);
}

/// Joins a read with the one behind it.
void drop_cut(fuzz_input& input, std::size_t index) {
  if (index + 1 < input.reads.size()) input.reads[index + 1] += input.reads[index];
  input.reads.erase(input.reads.begin() + static_cast<std::ptrdiff_t>(index));
}

/// Most runs are to be short ones: a stream in many reads seldom shows more than one in a few, and what is said of
/// sends takes a scripted network.
void keep_cheap(fuzz_input& input, sim::random_source& random) {
  constexpr std::size_t reads_max = 6;
  if (!one_in(random, 32)) input.repeats = false;
  if (input.reads.size() > reads_max && !one_in(random, 8)) input.reads.resize(reads_max);
  input.short_writes = one_in(random, 256);
  input.first_send_blocks = input.short_writes && one_in(random, 4);
}

/// Makes the decimal number at an offset another one; false where there is none.
bool change_number(std::string& bytes, std::size_t offset, sim::random_source& random) {
  const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
  std::size_t begin = offset;
  while (begin < bytes.size() && !is_digit(bytes[begin])) ++begin;
  std::size_t end = begin;
  while (end < bytes.size() && is_digit(bytes[end])) ++end;
  std::uint64_t value = 0;
  if (std::from_chars(bytes.data() + begin, bytes.data() + end, value).ptr != bytes.data() + end || begin == end) {
    return false;
  }
  constexpr std::uint64_t telling[] = {0, 1, 9, 10, 255, 256, 65535, 65536, 4294967295u, 4294967296u};
  switch (below(random, 4)) {
    case 0:
      value += 1;
      break;
    case 1:
      value -= value == 0 ? 0 : 1;
      break;
    case 2:
      value *= 10;
      break;
    default:
      value = telling[below(random, std::size(telling))];
      break;
  }
  bytes.replace(begin, end - begin, std::to_string(value));
  return true;
}

}  // namespace

mutator::mutator(vocabulary words) : words_(std::move(words)) {
  for (std::vector<std::string>* list : {&words_.terminators, &words_.words, &words_.samples}) {
    std::erase(*list, std::string());
  }
  if (words_.terminators.empty()) words_.terminators.emplace_back("\r\n");
}

void mutator::mutate(fuzz_input& input, std::size_t bytes_max, sim::random_source& random, byte_mutation engine) {
  if (input.bytes.size() > bytes_max) input.bytes.resize(bytes_max);
  keep_cheap(input, random);
  for (std::size_t changes = 1 + short_length(random, 3); changes > 0; --changes) {
    const std::size_t which = below(random, 16);
    if (which < 4) {
      change_bytes(input, random, engine);
    } else if (which < 9) {
      change_frames(input, random);
    } else if (which < 15) {
      change_cuts(input, random);
    } else {
      change_rest(input, random);
    }
    if (input.bytes.size() > bytes_max) input.bytes.resize(bytes_max);
  }
}

void mutator::change_bytes(fuzz_input& input, sim::random_source& random, byte_mutation engine) {
  std::string& bytes = input.bytes;
  if (engine != nullptr && !one_in(random, 4)) {
    const std::size_t size = bytes.size();
    bytes.resize(size + 16);
    bytes.resize(engine(reinterpret_cast<std::uint8_t*>(bytes.data()), size, bytes.size()));
    return;
  }
  const std::size_t at = below(random, bytes.size() + 1);
  const std::size_t count = std::min(bytes.size() - at, 1 + short_length(random, 8));
  if (at == bytes.size() || one_in(random, 4)) {
    bytes.insert(at, 1, static_cast<char>(random.below(256)));
  } else if (one_in(random, 3)) {
    bytes.erase(at, count);
  } else if (one_in(random, 2)) {
    bytes[at] = static_cast<char>(random.below(256));
  } else {
    bytes[at] = static_cast<char>(bytes[at] + (one_in(random, 2) ? 1 : -1));
  }
}

void mutator::change_frames(fuzz_input& input, sim::random_source& random) {
  std::string& bytes = input.bytes;
  const std::size_t at = place(input, random);
  switch (below(random, 8)) {
    case 0:
      bytes.insert(at, any_word(random));
      break;
    case 1:
      bytes.insert(at, terminator(random));
      break;
    case 2: {  // a part of a terminator
      const std::string& whole = terminator(random);
      const std::size_t part = 1 + below(random, whole.size());
      if (one_in(random, 2)) {
        bytes.insert(at, whole, 0, part);
      } else {
        bytes.insert(at, whole, whole.size() - part, part);
      }
      break;
    }
    case 3:  // a byte that tears a terminator, or stands beside it
      bytes.insert(std::min(terminator_edge(input, random), bytes.size()), 1, "ab\r\n0 "[below(random, 6)]);
      break;
    case 4: {  // some bytes twice
      const std::size_t count = std::min(bytes.size() - at, 1 + short_length(random, 32));
      scratch_.assign(bytes, at, count);
      bytes.insert(one_in(random, 2) ? at : place(input, random), scratch_);
      break;
    }
    case 5: {  // two pieces change places
      const std::size_t other = place(input, random);
      const std::size_t third = place(input, random);
      std::size_t ends[] = {at, other, third};
      std::sort(std::begin(ends), std::end(ends));
      const auto offset = [&](std::size_t i) { return bytes.begin() + static_cast<std::ptrdiff_t>(ends[i]); };
      std::rotate(offset(0), offset(1), offset(2));
      break;
    }
    case 6:
      if (!change_number(bytes, at, random) && at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] + 1);
      break;
    default:
      if (words_.samples.empty()) {
        bytes.insert(at, terminator(random));
      } else {
        bytes.insert(at, words_.samples[below(random, words_.samples.size())]);
      }
      break;
  }
}

void mutator::change_cuts(fuzz_input& input, sim::random_source& random) const {
  std::vector<std::size_t>& reads = input.reads;
  if (reads.empty() || one_in(random, 3)) {
    add_cut(input, one_in(random, 3) ? below(random, input.bytes.size() + 1) : terminator_edge(input, random));
    return;
  }
  const std::size_t index = below(random, reads.size());
  switch (below(random, 7)) {
    case 0:
      drop_cut(input, index);
      break;
    case 1:  // a cut moves by one byte
      if (index + 1 < reads.size() && reads[index + 1] > 1 && one_in(random, 2)) {
        ++reads[index];
        --reads[index + 1];
      } else if (reads[index] > 1) {
        --reads[index];
        if (index + 1 < reads.size()) ++reads[index + 1];
      }
      break;
    case 2:  // a cut moves to a terminator
      drop_cut(input, index);
      add_cut(input, terminator_edge(input, random));
      break;
    case 3:
      reads.insert(reads.begin() + static_cast<std::ptrdiff_t>(index), 0);
      break;
    case 4:
      reads.clear();
      break;
    case 5:  // some single bytes from here on
      reads.insert(reads.begin() + static_cast<std::ptrdiff_t>(index), 1 + short_length(random, 8), 1);
      break;
    default:
      std::swap(reads[index], reads[below(random, reads.size())]);
      break;
  }
}

void mutator::change_rest(fuzz_input& input, sim::random_source& random) const {
  switch (below(random, 4)) {
    case 0:
      input.reads.assign(1, 1 + short_length(random, 16));
      break;
    case 1:
      input.repeats = one_in(random, 2);
      break;
    case 2:
      input.end = static_cast<sim::ending>(below(random, 3));
      break;
    default:
      input.bytes.resize(below(random, input.bytes.size() + 1));
      break;
  }
}

void mutator::cross(const fuzz_input& other, fuzz_input& input, std::size_t bytes_max,
                    sim::random_source& random) const {
  keep_cheap(input, random);
  const std::size_t at = place(input, random);
  input.bytes.resize(at);
  input.bytes.append(other.bytes, place(other, random));
  if (input.bytes.size() > bytes_max) input.bytes.resize(bytes_max);
  if (one_in(random, 2)) {
    input.reads = other.reads;
    input.repeats = other.repeats;
  }
}

fuzz_input mutator::generate(std::size_t bytes_max, sim::random_source& random) const {
  fuzz_input result;
  for (std::size_t frames = 1 + below(random, 4); frames > 0; --frames) {
    if (!words_.samples.empty()) {
      result.bytes += words_.samples[below(random, words_.samples.size())];
    } else {
      for (std::size_t letters = short_length(random, 8); letters > 0; --letters) {
        result.bytes += "ab 0"[below(random, 4)];
      }
      result.bytes += terminator(random);
    }
  }
  if (result.bytes.size() > bytes_max) result.bytes.resize(bytes_max);
  return result;
}

const std::string& mutator::terminator(sim::random_source& random) const {
  return words_.terminators[below(random, words_.terminators.size())];
}

const std::string& mutator::any_word(sim::random_source& random) const {
  if (words_.words.empty()) return terminator(random);
  return words_.words[below(random, words_.words.size())];
}

/// An offset in the stream: anywhere, or beside a terminator.
std::size_t mutator::place(const fuzz_input& input, sim::random_source& random) const {
  if (one_in(random, 2)) return below(random, input.bytes.size() + 1);
  return std::min(terminator_edge(input, random), input.bytes.size());
}

/// An offset inside or beside some terminator of the stream; any offset where there is none.
std::size_t mutator::terminator_edge(const fuzz_input& input, sim::random_source& random) const {
  const std::string& wanted = terminator(random);
  const std::size_t start = below(random, input.bytes.size() + 1);
  std::size_t at = input.bytes.find(wanted, start);
  if (at == std::string::npos) at = input.bytes.rfind(wanted);
  if (at == std::string::npos) return start;
  return at + below(random, wanted.size() + 1);
}

}  // namespace asynchat::properties
