#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The scripts of this folder fail when they are crossed: each is run on a small tree that is in order, then on the same
# tree with one thing wrong. (LayersTest and TextsTest try their own crossings.)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
real=${OPIFICIO_BUILD:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
failed=0

# A tree that is in order, anew for each case.
fresh() {
  rm -rf "$tree"
  mkdir -p "$tree/engine/base/rows" "$tree/packaging" "$tree/build"
  cp "$here/../../.clang-format" "$tree/"
  printf '// SPDX-License-Identifier: GPL-3.0-or-later\nint one();\n' >"$tree/engine/base/One.cpp"
  printf '#pragma once\n// SPDX-License-Identifier: GPL-3.0-or-later\n\n#include <string>\n\nstd::string name();\n' >"$tree/engine/base/Name.h"
  printf '/*{"ISFVSN": "2"}*/\n// SPDX-License-Identifier: GPL-3.0-or-later\nvoid main() { }\n' >"$tree/engine/base/rows/a.fs"
  printf '#!/bin/bash\n# SPDX-License-Identifier: GPL-3.0-or-later\n' >"$tree/packaging/run"
  printf '# SPDX-License-Identifier: GPL-3.0-or-later\nopificio_library(base)\nopificio_table(base TYPE Row FOLDER rows)\n' >"$tree/engine/base/CMakeLists.txt"
  printf 'See [the house](ARCHITECTURE.md). Rows lie in `engine/base/rows/`.\n' >"$tree/README.md"
  printf '| library | may use | outside |\n| --- | --- | --- |\n| `base` | - | x |\n| `image` | base | y |\n' >"$tree/ARCHITECTURE.md"
  printf 'base engine/base: \nimage engine/image: base\n' >"$tree/build/layers.txt"
  printf '[{"directory": "%s", "file": "%s/engine/base/One.cpp", "command": "c++ -std=c++20 -o x.o -c %s/engine/base/One.cpp"}]\n' \
    "$tree" "$tree" "$tree" >"$tree/build/compile_commands.json"
}

# expect 0|1 SCRIPT WHAT
expect() {
  local code=0
  OPIFICIO_SOURCE=$tree OPIFICIO_BUILD=$tree/build bash "$here/$2.sh" >"$work/words" 2>&1 || code=$?
  [ "$code" != 77 ] || return 0
  [ "$code" = "$1" ] && return
  echo "$2.sh on $3: it ended with $code instead of $1 and said:"
  sed 's/^/  /' "$work/words"
  failed=1
}

fresh
for script in format spdx headers papers; do expect 0 "$script" "a tree in order"; done

echo '  int   two( ) ;' >>"$tree/engine/base/One.cpp"
expect 1 format "a badly formatted file"

fresh
echo 'int one();' >"$tree/engine/base/One.cpp"
expect 1 spdx "a source file without its line"
fresh
echo '/*{"ISFVSN": "2"}*/ void main() { }' >"$tree/engine/base/rows/a.fs"
expect 1 spdx "a shader without its line"
fresh
echo '#!/bin/bash' >"$tree/packaging/run"
expect 1 spdx "a script without its line"

fresh
sed -i '/#include/d' "$tree/engine/base/Name.h"
expect 1 headers "a header that lacks an include"
fresh
mkdir "$tree/remote"
mv "$tree/engine/base/Name.h" "$tree/remote/"
expect 1 headers "a header of no library"

fresh
echo 'Nothing.' >"$tree/README.md"
expect 1 papers "a table that the map does not name"
fresh
echo '[gone](GONE.md)' >>"$tree/README.md"
expect 1 papers "a link that leads nowhere"
fresh
sed -i 's/| base |/| - |/' "$tree/ARCHITECTURE.md"
expect 1 papers "an edge that ARCHITECTURE.md does not have"
fresh
sed -i '/image/d' "$tree/ARCHITECTURE.md"
expect 1 papers "a library that ARCHITECTURE.md does not know"
fresh
sed -i '/image/d' "$tree/build/layers.txt"
expect 1 papers "a library that only ARCHITECTURE.md knows"

# A test program of ours loads Qt; so opificio-cli would be found out if it did.
fresh
export OPIFICIO_PROGRAM=$real/tests/house.LayersTest
[ ! -x "$OPIFICIO_PROGRAM" ] || expect 1 ldd "a program that loads Qt"
export OPIFICIO_PROGRAM=/bin/true
expect 0 ldd "a program that loads nothing"
exit $failed
