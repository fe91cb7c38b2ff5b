#include <asynchat/properties/simulation/engine_program.h>

#include <exception>
#include <optional>

namespace asynchat::properties::simulation {

engine_program::engine_program(sim::host& on) : host_(on), loop_(on) { loop_.set_log_sink(nullptr); }

void engine_program::pass() {
  try {
    loop_.poll(std::nullopt);
  } catch (const std::exception& error) {
    throw program_failed("the program of host " + host_.name() + " throws \"" + error.what() + "\"");
  } catch (...) {
    throw program_failed("the program of host " + host_.name() + " throws what is no std::exception");
  }
}

}  // namespace asynchat::properties::simulation
