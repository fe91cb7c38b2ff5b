#include <asynchat/traces/trace_writer.h>

#include <asynchat/transport/check.h>

#include <limits>
#include <ostream>
#include <string>

#include "event_line.h"
#include "event_order.h"
#include "json_text.h"

namespace asynchat::traces {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const trace_header& header) {
  ordered_json object{{"format", "asynchat-trace"}, {"version", 1}};
  object["source"] = ordered_json{{"kind", to_string(header.kind)}};
  if (!header.name.empty()) object["source"]["name"] = header.name;
  if (header.started) object["started"] = *header.started;
  return object;
}

}  // namespace

struct trace_writer::impl {
  std::ostream& out;
  event_order order{std::numeric_limits<std::size_t>::max()};
  std::string line = {};
};

trace_writer::trace_writer(std::ostream& out, const trace_header& header) : impl_(new impl{out}) {
  out << to_line(to_json(header)) << '\n';
}

trace_writer::~trace_writer() = default;

void trace_writer::write(const trace_event& event) {
  ASYNCHAT_CHECK(!impl_->order.refuse(event), "the events of a trace are written in the order that its format allows");
  impl_->line.clear();
  append_line(impl_->line, event);
  impl_->out.write(impl_->line.data(), static_cast<std::streamsize>(impl_->line.size()));
}

}  // namespace asynchat::traces
