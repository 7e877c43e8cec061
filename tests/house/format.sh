#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every .h and .cpp is as .clang-format wants it. To mend: clang-format -i FILE.
. "$(dirname "$0")/scripts.bash"
command -v clang-format >/dev/null || skip "clang-format is not there."

wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT
# Only the first complaint of each file is of use.
ours .h .cpp | tr '\n' '\0' | xargs -0 -r -P 2 -n 8 clang-format --dry-run 2>&1 | grep -o '^[^ ]*: warning: code should be clang-formatted' |
  awk -F: '!seen[$1]++ { print $1 ":" $2 }' >"$wrong" || true
verdict "$wrong" "These files are not formatted; clang-format -i mends them:"
