#pragma once

#include <asynchat/traces/event_source.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::cli {

/// A source whose events come from another, in another form.
class altered_source : public traces::event_source {
 public:
  const traces::trace_header& header() const override { return inner_->header(); }
  const std::string& file() const override { return inner_->file(); }
  const std::vector<std::string>& warnings() const override { return inner_->warnings(); }

 protected:
  explicit altered_source(std::unique_ptr<traces::event_source> inner) : inner_(std::move(inner)) {}
  traces::event_source& inner() { return *inner_; }
  void replace(std::unique_ptr<traces::event_source> inner) { inner_ = std::move(inner); }

 private:
  std::unique_ptr<traces::event_source> inner_;
};

}  // namespace asynchat::cli
