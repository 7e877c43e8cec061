#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source file names its licence in its first lines; in a shader, where the JSON header must come first, just below.
. "$(dirname "$0")/scripts.bash"

wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT
{ ours .h .cpp .sh .bash .cmake .qml .py CMakeLists.txt
  # Scripts without an ending.
  { find packaging .ci tests -type f ! -name '*.*' 2>/dev/null || true; } | while read -r file; do head -c 2 "$file" | grep -q '^#!' && echo "./$file" || true; done
} | sort -u | while read -r file; do
  head -n 4 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"
done >"$wrong"
ours .fs | { grep -v '^./tests/' || true; } | while read -r file; do
  grep -q '^// SPDX-License-Identifier: GPL-3.0-or-later' "$file" || echo "$file"
done >>"$wrong"
verdict "$wrong" "These files lack the line \"SPDX-License-Identifier: GPL-3.0-or-later\":"
