#pragma once

#include "check_arguments.h"

namespace CLI {
class App;
}

namespace asynchat::cli {

/// Adds --exec, --connect and the options that belong to checking with them.
void add_program_options(CLI::App& command, check_arguments& arguments);

/// `asynchat check --exec` and `--connect`: checks one side of every input, prints, and returns the exit status.
int check_program(const check_arguments& arguments);

}  // namespace asynchat::cli
