#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fails when one Swift module is linked into more than one image of the process (docs/adr/0003).
# Usage: check_one_copy.sh BIN_DIR IMAGE...   (unstripped images)
set -euo pipefail
bin="$1"
shift
for image in "$@"; do
  nm --defined-only "$bin/$image" | awk '{print $3}' | { grep 'Mn$' || true; } | swift demangle \
    | sed -nE 's/^nominal type descriptor for ([A-Za-z0-9_]+)\..*/\1/p' | { grep -v '^__C$' || true; } \
    | sort -u | sed "s|$| $image|"
done | awk '{images[$1]=images[$1]" "$2; count[$1]++}
  END {for (m in count) if (count[m]>1) {print "error: module " m " is in" images[m]; bad=1}; exit bad}'
