#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The first collection as it lies on this machine: whole files, and a label for each of them that says what its rights are.
# Skips where it was not brought.
set -euo pipefail
root=${OPIFICIO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$root/packaging/lib.sh"
collection=$(home_folder)/collections/prima
command -v jq >/dev/null || { echo "jq is not there."; exit 77; }
[ -f "$collection/collection.json" ] || { echo "The first collection is not there; packaging/collection brings it."; exit 77; }
cd "$collection"

wrong=0
# holds WHAT FILTER: the filter is true of collection.json.
holds() { jq -e "$2" collection.json >/dev/null || { echo "Not so: $1."; wrong=1; }; }

sha256sum --check --quiet SHA256SUMS || wrong=1
jq -r '.items[] | .sha256 + "  " + .file' collection.json | sort | cmp -s - <(sort SHA256SUMS) || { echo "The labels and the files differ."; wrong=1; }

holds "it names its format" '.format == "opificio.collection/1"'
holds "titles are in both languages" '[.items[].title | .en != "" and .it != ""] | all'
holds "nothing is empty" '[.items[] | .maker, .date, .holder, .source, .rights | length > 0] | all'
holds "each has its source address" '[.items[].source | startswith("http")] | all'
holds "each is public domain or CC0" '[.items[].rights | . == "https://creativecommons.org/publicdomain/mark/1.0/" or . == "https://creativecommons.org/publicdomain/zero/1.0/"] | all'
holds "the State monument carries its note, in both languages" \
  '[.items[] | select(.file == "monuments/colosseum.webp") | .notes[0] | .it, .en | test("107-108")] | all'

# What came of each part came whole; a part whose source was out of reach is not there at all.
count() { jq "[.items[] | select(.file | startswith(\"$1/\"))] | length" collection.json; }
for part in monuments:46 recordings:5 photographs:8; do
  there=$(count "${part%:*}")
  if [ "$there" = 0 ]; then
    echo "There are no ${part%:*}; their source was out of reach."
  elif [ "$there" != "${part#*:}" ]; then
    echo "There are $there ${part%:*} and not ${part#*:}."
    wrong=1
  fi
done
# Where the parts are there, so are these labels.
says() { [ "$(count "${1%%/*}")" = 0 ] || holds "$1 is labelled" ".items[] | select(.file == \"$1\") | $2"; }
says monuments/aulaPalatina.webp '.maker == "Berthold Werner" and (.source | endswith("Trier_Konstantinbasilika_BW_1.JPG"))'
says monuments/bentPyramid.webp '.title == {"en": "Bent Pyramid", "it": "Piramide romboidale"} and .date == "not stated"'
says recordings/italy.ogg '.kind == "sound" and (.title.it | test("Caruso"))'
says photographs/nagasaki-boats.jpg '.maker == "Felice Beato" and .date == "about 1865" and (.holder | test("Getty Museum"))'
exit $wrong
