# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts of this folder share. OPIFICIO_SOURCE is the tree they look at, OPIFICIO_BUILD the folder it was built in.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=${OPIFICIO_SOURCE:-$(cd "$here/../.." && pwd)}
build=${OPIFICIO_BUILD:-$source/build/dev}
cd "$source"

skip() { echo "$*"; exit 77; }

# ours ENDING...: the files of the tree that end so, without what is built or hidden.
ours() {
  local names=() ending
  for ending in "$@"; do names+=(-o -name "*$ending"); done
  find . \( -path ./build -o -name '.?*' -o -name '*.opificio' \) -prune -o -type f \( "${names[@]:1}" \) -print | sort
}

# verdict FILE SENTENCE: passes where FILE is empty, otherwise prints it under the sentence and fails.
verdict() {
  [ -s "$1" ] || return 0
  echo "$2"
  sed 's/^/  /' "$1"
  exit 1
}
