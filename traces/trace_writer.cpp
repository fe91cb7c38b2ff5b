#include <asynchat/traces/trace_writer.h>

#include <asynchat/transport/check.h>

#include <limits>
#include <ostream>

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

ordered_json to_json(const trace_event& event) {
  ordered_json object{{"t", event.time_ns}, {"conn", event.conn}, {"event", to_string(event.kind)}};
  switch (event.kind) {
    case event_kind::open:
      object["client"] = event.client;
      object["server"] = event.server;
      break;
    case event_kind::data:
      object["from"] = to_string(event.from);
      put_bytes(object, event.bytes);
      break;
    case event_kind::gap:
      object["from"] = to_string(event.from);
      object["bytes"] = event.gap_bytes;
      break;
    case event_kind::eof:
    case event_kind::reset:
      object["from"] = to_string(event.from);
      break;
    case event_kind::close:
      break;
  }
  return object;
}

}  // namespace

struct trace_writer::impl {
  std::ostream& out;
  event_order order{std::numeric_limits<std::size_t>::max()};
};

trace_writer::trace_writer(std::ostream& out, const trace_header& header) : impl_(new impl{out}) {
  out << to_line(to_json(header)) << '\n';
}

trace_writer::~trace_writer() = default;

void trace_writer::write(const trace_event& event) {
  ASYNCHAT_CHECK(!impl_->order.refuse(event), "the events of a trace are written in the order that its format allows");
  impl_->out << to_line(to_json(event)) << '\n';
}

}  // namespace asynchat::traces
