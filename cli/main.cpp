#include "command_line.h"

int main(int argc, char** argv) { return asynchat::cli::run(argc, argv); }
