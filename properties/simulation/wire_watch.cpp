#include <asynchat/properties/simulation/wire_watch.h>

namespace asynchat::properties::simulation {

void wire_watch::taken(const sim::wire_name& wire, std::string_view bytes) { wires_[wire].taken += bytes; }

void wire_watch::handed(const sim::wire_name& wire, std::string_view bytes) {
  wire_record& record = wires_[wire];
  record.handed += bytes;
  record.steps.recv.emplace_back(sim::deliver{bytes.size()});
}

void wire_watch::blocked(const sim::wire_name& wire) { wires_[wire].steps.recv.emplace_back(sim::block{}); }

void wire_watch::ended(const sim::wire_name& wire, const io_result& how) {
  const bool in_order = how.what() == io_result::kind::end_of_stream;
  wire_record& record = wires_[wire];
  record.steps.end = in_order ? sim::ending::eof : sim::ending::reset;
  record.failed = how.what() == io_result::kind::failed;
}

const wire_record& wire_watch::of(const sim::wire_name& wire) const {
  static const wire_record nothing;
  const auto found = wires_.find(wire);
  return found == wires_.end() ? nothing : found->second;
}

}  // namespace asynchat::properties::simulation
