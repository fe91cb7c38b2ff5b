#include "source.h"

#include "host_impl.h"

namespace asynchat::sim {

void source::watch(registration who, readiness wanted) {
  who_ = who;
  interest_ = wanted;
  watched_ = true;
  changed();
}

void source::unwatch() {
  watched_ = false;
  if (listed_) at_->unlist(*this);
}

void source::changed() {
  if (!watched_ || listed_ || news() == readiness::none) return;
  at_->list(*this);
}

}  // namespace asynchat::sim
