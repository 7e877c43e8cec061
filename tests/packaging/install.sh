#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed finds its own things, and tells the desktop about itself.
set -euo pipefail
root=${OPIFICIO_SOURCE:?}
build=${OPIFICIO_BUILD:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

[ -x "$build/bin/opificio" ] || { echo "The window was not built; nothing to install."; exit 77; }
cmake --install "$build" --prefix "$work/usr" --strip >"$work/log" 2>&1 || { cat "$work/log"; fail "cmake --install"; }
export OPIFICIO_HOME=$work/home HOME=$work
for file in bin/opificio bin/opificio-cli share/opificio/text/it/base.json share/opificio/models/trama.safetensors \
  share/opificio/first/collection.json share/applications/org.opificio.Opificio.desktop share/metainfo/org.opificio.Opificio.metainfo.xml \
  share/mime/packages/org.opificio.Opificio.xml share/icons/hicolor/scalable/apps/org.opificio.Opificio.svg share/man/man1/opificio.1.gz; do
  [ -s "$work/usr/$file" ] || fail "$file is not installed"
done
# Away from the sources: what it needs is beside it.
cd /
[ "$("$work/usr/bin/opificio" --version)" = "opificio $(sed -n 's/^project(Opificio VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")" ] || fail "opificio --version"
OPIFICIO_LANGUAGE=it "$work/usr/bin/opificio" --help | grep -q "Apre lo studio" || fail "opificio --help in Italian"
"$work/usr/bin/opificio" --nonsense >"$work/out" 2>&1 && fail "an unknown word was understood"
grep -q -- --nonsense "$work/out" || fail "an unknown word is not named"
"$work/usr/bin/opificio-cli" list recipes >"$work/out" 2>&1 || { cat "$work/out"; fail "the module of learning is not found"; }
if command -v desktop-file-validate >/dev/null; then
  desktop-file-validate "$work/usr/share/applications/org.opificio.Opificio.desktop" || fail "the desktop entry"
fi
if command -v appstreamcli >/dev/null; then
  appstreamcli validate --no-net "$work/usr/share/metainfo/org.opificio.Opificio.metainfo.xml" >"$work/out" || { cat "$work/out"; fail "the metainfo"; }
fi
man -l "$work/usr/share/man/man1/opificio.1.gz" >/dev/null 2>&1 || ! command -v man >/dev/null || fail "the man page"
