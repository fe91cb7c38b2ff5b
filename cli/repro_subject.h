#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/subject.h>
#include <asynchat/traces/repro.h>

#include <memory>
#include <string>

#include "programs/foreign_choice.h"

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Who may be played to, as the command line says it.
struct repro_trust {
  foreign_choice foreign;
  bool all = false;  ///< whatever program or server the file names
};

/// Adds --exec, --connect and what belongs to them, and --trust.
void add_trust_options(CLI::App& command, repro_trust& trust);

/// The parser that a repro of one stream names, with its reference where that is known.
struct repro_subject {
  std::unique_ptr<const properties::subject> parser;
  properties::reference model;
  foreign_subject* foreign = nullptr;  ///< the program or the server behind the parser, where it is one
};

/// What a file names is not run unless the user says so: a repro may come from anyone. Throws traces::input_error with
/// the file's name where the subject is not known here, or not trusted.
repro_subject subject_of(const traces::repro& recorded, const std::string& path, const repro_trust& trust);

/// What playing it needs besides: the clock of the law of cost, and real sockets for parity.
properties::check_options means_of_replay();

}  // namespace asynchat::cli
