#include "command_line.h"
#include "made_simulation.h"

/// `asynchat` with the made simulation, as a program of its own.
int main(int argc, char** argv) { return asynchat::cli::run(argc, argv, &asynchat::cli::make_made_simulation); }
