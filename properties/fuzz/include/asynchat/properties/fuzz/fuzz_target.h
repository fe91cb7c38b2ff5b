#pragma once

#include <asynchat/properties/fuzz/differential.h>
#include <asynchat/properties/fuzz/mutator.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// A parser as a fuzzing engine meets it. For one thread.
class fuzz_target {
 public:
  /// Without a reference the model law judges nothing. Without words, the terminator that the parser tells of is taken.
  explicit fuzz_target(std::unique_ptr<subject> parser, reference model = {}, vocabulary words = {});

  /// Delivers what the input means. On a breach it says so on stderr, in a sentence and as a ruler, writes the shrunk
  /// counterexample to a repro file in the folder that ASYNCHAT_REPRO_DIR names, or else in the working folder, and
  /// aborts, so that the engine keeps the input.
  void run(std::string_view input);

  /// A changed input in the place of the one in `data`; returns its size. `engine` may be null.
  std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed, byte_mutation engine);
  /// Makes an input of two; returns its size.
  std::size_t cross(std::string_view first, std::string_view second, std::uint8_t* into, std::size_t size_max,
                    unsigned seed);

 private:
  [[noreturn]] void report(const counterexample& found) const;

  std::unique_ptr<subject> parser_;
  reference model_;
  differential tester_;
  mutator mutator_;
  fuzz_input input_;
  fuzz_input other_;
};

/// The target of a parser type, or of a subject that is made for it.
template <parser Parser>
std::unique_ptr<subject> make_fuzz_subject(const char* name) {
  return std::make_unique<parser_subject<Parser>>(name);
}

}  // namespace asynchat::properties

/// What libFuzzer and AFL++ look for in a program.
extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed);
std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second,
                                      std::size_t second_size, std::uint8_t* into, std::size_t size_max, unsigned seed);
/// The engine's own mutation of bytes; absent where no engine is linked.
__attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);
}

/// Defines those functions for one fuzz_target, an expression that is evaluated once, in a file of its own.
#define ASYNCHAT_FUZZ_SUBJECT(...)                                                                                   \
  static ::asynchat::properties::fuzz_target& asynchat_fuzz_target() {                                               \
    static ::asynchat::properties::fuzz_target target(__VA_ARGS__);                                                  \
    return target;                                                                                                   \
  }                                                                                                                  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {                                \
    asynchat_fuzz_target().run({reinterpret_cast<const char*>(data), size});                                         \
    return 0;                                                                                                        \
  }                                                                                                                  \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,         \
                                                 unsigned seed) {                                                    \
    return asynchat_fuzz_target().mutate(data, size, size_max, seed, LLVMFuzzerMutate);                              \
  }                                                                                                                  \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,                \
                                                   const std::uint8_t* second, std::size_t second_size,              \
                                                   std::uint8_t* into, std::size_t size_max, unsigned seed) {        \
    return asynchat_fuzz_target().cross({reinterpret_cast<const char*>(first), first_size},                          \
                                        {reinterpret_cast<const char*>(second), second_size}, into, size_max, seed); \
  }                                                                                                                  \
  static_assert(true, "a semicolon follows")

/// The same for a parser type with `feed` and `finish`; after it, the reference and the vocabulary, or neither.
///
///     ASYNCHAT_FUZZ_TARGET(my_parser);
///     ASYNCHAT_FUZZ_TARGET(my_parser, my_reference, {.terminators = {"\r\n"}});
#define ASYNCHAT_FUZZ_TARGET(Parser, ...) \
  ASYNCHAT_FUZZ_SUBJECT(::asynchat::properties::make_fuzz_subject<Parser>(#Parser) __VA_OPT__(, ) __VA_ARGS__)
