#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The papers say what is: README's map names the folder of every table, links lead somewhere, and the table of libraries in
# ARCHITECTURE.md says the same as the DEPENDS words of CMake.
. "$(dirname "$0")/scripts.bash"

wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT

# Every folder given to opificio_table().
find . \( -path ./build -o -name '.?*' \) -prune -o -name CMakeLists.txt -mindepth 2 -print | while read -r file; do
  { grep -o -E 'opificio_table\([^)]*\)' || true; } < <(tr '\n' ' ' <"$file") | { grep -o -E 'FOLDER [^ )]+' || true; } | while read -r _ folder; do
    row=$(dirname "${file#./}")/$folder/
    grep -q -F "\`$row\`" README.md || echo "README.md: the map does not name $row."
  done
done >>"$wrong"

# Links to files of the tree. Addresses, and links within a page, are not followed.
for page in *.md; do
  { grep -o -E '\]\([^)]+\)' "$page" || true; } | sed -E 's/^\]\(//; s/\)$//; s/#.*//' | grep -v -E '^[a-z]+:' | while read -r link; do
    [ -z "$link" ] || [ -e "$link" ] || echo "$page: the link $link leads nowhere."
  done
done >>"$wrong" || true

# The second column of "| `library` | may use | ..." against layers.txt: "library folder: depend depend".
sorted() { tr ' ' '\n' | grep -E '^[a-z]' | sort | tr '\n' ' ' || true; }
if [ -f "$build/layers.txt" ]; then
  while read -r name _ depends; do
    row=$(awk -F'|' -v name="\`$name\`" '{ gsub(/^ +| +$/, "", $2); if ($2 == name) { print $3; exit } }' ARCHITECTURE.md)
    if [ -z "$row" ]; then
      echo "ARCHITECTURE.md: the table of libraries has no row for $name."
    elif [ "$(sorted <<<"$row")" != "$(sorted <<<"$depends")" ]; then
      echo "ARCHITECTURE.md: $name may use $row, but CMake says: ${depends:--}"
    fi
  done <"$build/layers.txt" >>"$wrong"
  awk '/^\| library \|/ { on = 1 } !/^\|/ { on = 0 } on' ARCHITECTURE.md | grep -o -E '^\| `[^`]+`' | tr -d '|` ' | while read -r name; do
    grep -q "^$name " "$build/layers.txt" || echo "ARCHITECTURE.md: CMake knows no library $name."
  done >>"$wrong"
fi
verdict "$wrong" "The papers are not true:"
