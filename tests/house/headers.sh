#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every header compiles alone, with the flags of a source file of its own library. One that its own source file includes
# before anything else did so when that was built; the others are compiled here, and kept by ccache, where it is there.
. "$(dirname "$0")/scripts.bash"
command -v jq >/dev/null || skip "jq is not there."
[ -f "$build/compile_commands.json" ] || { echo "$build/compile_commands.json is not there; configure first."; exit 1; }

# compile_commands.json names the compiler without its launcher.
launcher=$(command -v ccache || true)
work=$build/headers
rm -rf "$work"
mkdir -p "$work"
touch "$work/built" "$work/wrong.flags"

# A line a source file: its path, a tab, its compiler with flags but without input and output.
jq -r '.[] | "\(.file)\t\(.command)"' "$build/compile_commands.json" |
  sed -E 's/ -o [^ ]+ -c [^ ]+$//; s/ -g / /' >"$work/flags"

# flags_for HEADER: of the source file with the longest folder in common.
flags_for() {
  local folder=$source/${1#./}
  while folder=${folder%/*} && [ "${#folder}" -gt "${#source}" ]; do
    awk -F'\t' -v start="$folder/" 'index($1, start) == 1 { print $2; exit }' "$work/flags" | grep . && return
  done
}

# built_first HEADER: whether a source file of its name is built that includes it first.
built_first() {
  local own=${1#./} first
  own=${own%.h}.cpp
  grep -qF "$source/$own"$'\t' "$work/flags" || return 1
  first=$(grep -m 1 '^#include' "$own")
  [[ $first =~ [\"/]"$(basename "$1")"\" ]]
}

while read -r header; do
  ! built_first "$header" || { echo "$header" >>"$work/built"; continue; }
  command=$(flags_for "$header") || true
  # Nothing of its library is built; then its neighbours' test is out of reach, too.
  [ -n "$command" ] || { echo "$header: no flags for its folder in compile_commands.json." >>"$work/wrong.flags"; continue; }
  name=$work/$(tr / _ <<<"${header#./}").cpp
  printf '#include "%s"\n' "$source/${header#./}" >"$name"
  printf '%s %s -O0 -g0 -Wall -Wextra -Werror -c %q -o %q.o >%q.log 2>&1 || echo %s >>%q/wrong\n' \
    "$launcher" "$command" "$name" "$name" "$name" "$header" "$work"
done < <(ours .h | grep -E '^\./(engine|remote|app|tests)/') >"$work/commands"
tr '\n' '\0' <"$work/commands" | xargs -0 -r -P 2 -n 1 bash -c

if [ -s "$work/wrong" ]; then
  while read -r header; do
    echo "$header does not compile alone:"
    grep -m 3 -E 'error' "$work/$(tr / _ <<<"${header#./}").cpp.log" | sed 's/^/  /'
  done < <(sort "$work/wrong")
  exit 1
fi
verdict "$work/wrong.flags" "These headers belong to no library that is built:"
echo "$(wc -l <"$work/commands") headers compile alone, and $(wc -l <"$work/built") did when their sources were built."
