#include <asynchat/sim/inside.h>

namespace asynchat::sim {

namespace {

thread_local std::string_view current_host;

}  // namespace

std::string_view inside_simulation() { return current_host; }

inside_simulation_scope::inside_simulation_scope(std::string_view host) : before_(current_host) { current_host = host; }

inside_simulation_scope::~inside_simulation_scope() { current_host = before_; }

}  // namespace asynchat::sim
