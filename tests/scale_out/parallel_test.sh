#!/usr/bin/env bash
# parallel_test.sh COMMAND: eight shards by GNU parallel on this host.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
recipe 'GNU parallel, one host' >recipe.sh
HOME=$work bash -euo pipefail recipe.sh
expect_the_whole
