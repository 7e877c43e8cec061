#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Deep zoom in a picture of a real server on this machine: see outside_tiles.cpp.
set -euo pipefail
source "$OPIFICIO_SOURCE/tests/support/iiif.bash"
work=$(mktemp -d)
trap 'iiif_stop; rm -rf "$work"' EXIT

iiif_prepare "$work/server"
# Soft forms and grain, as photographs have them; twice as large as what the server keeps in its memory.
vips gaussnoise "$work/grain.v" 10240 8192 --mean 0 --sigma 6
vips perlin "$work/forms.v" 10240 8192 --cell-size 512
vips linear "$work/forms.v" "$work/light.v" 110 128
vips add "$work/light.v" "$work/grain.v" "$work/sum.v"
vips cast "$work/sum.v" "$work/grey.v" uchar
vips bandjoin "$work/grey.v $work/grey.v $work/grey.v" "$work/flat.v"
vips copy "$work/flat.v" "$work/picture.v" --interpretation srgb
iiif_picture "$work/picture.v" picture.tif
iiif_start
"$OPIFICIO_BUILD/bench/peers/outside_tiles" "http://127.0.0.1:$iiif_port/iiif/picture.tif"
