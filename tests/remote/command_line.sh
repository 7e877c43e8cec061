#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How the command line answers: wrong words, both languages, JSON to the last line, a full disk under the answer, names that
# hold control characters, phrases.
set -euo pipefail
cli=$OPIFICIO_BUILD/bin/opificio-cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OPIFICIO_HOME=$folder/home OPIFICIO_LANGUAGE=en

fail() { echo "FAILED: $*" >&2; exit 1; }
# says CODE WORDS ARGUMENTS...: it ends with the code, and its stderr holds the words.
says() {
  local code=$1 words=$2 got=0
  shift 2
  "$cli" "$@" >"$folder/out" 2>"$folder/err" || got=$?
  [ "$got" = "$code" ] || fail "opificio-cli $* ended with $got, not $code: $(cat "$folder/err")"
  grep -q -F -- "$words" "$folder/err" || fail "opificio-cli $* does not say \"$words\" but: $(cat "$folder/err")"
}
# The number of items found.
found() { "$cli" --json search "$@" | tail -n 1 | jq .data.count; }
equal() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }

# Wrong words are named, and what was probably meant.
says 2 'There is no verb frob.' frob
says 2 'Perhaps search is meant.' serch wave
says 2 'A verb is missing'
says 2 'search has no option --bogus.' search --bogus
says 2 'Perhaps --limit is meant.' search --limt 3
says 2 'item needs ID' item
says 2 'no use for "b"' item a b
says 2 '"nods" is none of them. Perhaps nodes is meant.' list nods
says 2 '--limit takes a whole number from 0 on, not "-1".' search --limit -1
says 2 '--limit takes a whole number from 0 on, not "x".' search --limit x
says 2 '--limit lacks its value' search --limit
says 2 '--limit can be given only once.' search --limit 1 --limit 2
says 2 '--seed takes a whole number, not "x".' train a --recipe vae --work w --seed x
says 2 '--threads takes a whole number from 0 to 64, not "99".' train a --recipe vae --work w --threads 99
says 2 '--seconds takes a number from 0.001 to 1000000, not "nan".' new "$folder/w" --seconds nan
says 2 '"klingon" is none of them.' --language klingon list nodes
says 2 'DATASET is empty here' train "" --recipe vae --work w
says 2 'ID is empty here' item ""

# The same in Italian, wherever the language comes from; no English is left of the library that parses.
says 2 'Non c'"'"'è nessun verbo frob.' --language it frob
says 2 'Non c'"'"'è nessun verbo frob.' frob --language=it
OPIFICIO_LANGUAGE=it says 2 'non ha nessuna opzione --bogus' search --bogus
(unset OPIFICIO_LANGUAGE; LC_ALL='' LC_MESSAGES='' LANG=it_IT.UTF-8 says 2 'Manca un verbo')
for page in "" search train render; do
  # shellcheck disable=SC2086
  "$cli" --language it $page --help >"$folder/help"
  grep -q '^Uso:' "$folder/help" || fail "the help of \"$page\" has no Italian heading"
  ! grep -E 'Usage|Options|Positionals|Subcommands|REQUIRED|SUBCOMMAND|TEXT|INT|FLOAT|NONNEGATIVE' "$folder/help" ||
    fail "the help of \"$page\" speaks English"
  ! grep -q -E '(--json|--help) (TESTO|NUMERO)' "$folder/help" || fail "a flag of \"$page\" takes a value"
done

# For programs the last line is a result, whatever was wrong.
for words in "frob" "search --limit x" "item" "--language klingon list nodes"; do
  got=0
  # shellcheck disable=SC2086
  "$cli" --json $words >"$folder/out" 2>"$folder/err" || got=$?
  equal "$got" 2 "--json $words"
  tail -n 1 "$folder/out" | jq -e '.event == "result" and .ok == false and .error.code == "invalid" and (.error.sentence | length > 10)' >/dev/null ||
    fail "--json $words ends without a result"
done
"$cli" --json search --help | tail -n 1 | jq -e '.data.help | contains("--limit")' >/dev/null || fail "no help for programs"
"$cli" --json --version | tail -n 1 | jq -e '.data.version | length > 0' >/dev/null || fail "no version for programs"

# Phrases and words.
pictures=$OPIFICIO_SOURCE/tests/golden/nodes
mkdir "$folder/source"
cp "$pictures/blur.png" "$folder/source/one.png"
cp "$pictures/edge.png" "$folder/source/two.png"
printf 'file,title,maker\none.png,Cystoseira,Anna Atkins\ntwo.png,Two,Bertha Two\n' >"$folder/source/list.csv"
"$cli" import "$folder/source/list.csv" >/dev/null 2>&1
equal "$(found '"anna atkins"')" 1 "a phrase"
equal "$(found '"atkins anna"')" 0 "a phrase the wrong way round"
equal "$(found '"anna atkins" cysto')" 1 "a phrase and the beginning of a word in one argument"
equal "$(found '"anna atkins"' cysto)" 1 "a phrase and a word in two arguments"
equal "$(found 'atkins anna')" 1 "two words in one argument"
equal "$(found atkins anna)" 1 "two words in two arguments"
equal "$(found 'anna"' atkins)" 1 "a mark that is never closed"
"$cli" search nowhere | grep -q 'Items in it: 2' || fail "an empty search does not say what there is"

# An answer that is lost is a failure; a reader who goes away is none.
if [ -w /dev/full ]; then
  for voice in --json --language=en; do
    for words in search "search --help" "list formats"; do
      got=0
      # shellcheck disable=SC2086
      "$cli" "$voice" $words >/dev/full 2>"$folder/err" || got=$?
      equal "$got" 1 "$voice $words on a full disk"
      grep -q 'Cannot write the answer' "$folder/err" || fail "$voice $words on a full disk says nothing"
    done
  done
fi
# The reader is gone before the first line comes.
(trap '' PIPE; "$cli" list nodes 2>"$folder/err"; echo $? >"$folder/code") | (exec <&-; until [ -s "$folder/code" ]; do read -rt 0.05 <> <(:) || true; done)
equal "$(cat "$folder/code")" 0 "a reader who went away"
[ ! -s "$folder/err" ] || fail "a reader who went away is complained about: $(cat "$folder/err")"

# One sentence is one line.
says 1 'no\nwhere\x1b[31m' import "$folder"/$'no\nwhere\e[31m'
equal "$(wc -l <"$folder/err")" 1 "lines of one message"

# An import that is stopped is no success; what came is kept and said.
mkdir "$folder/many"
for i in $(seq 300); do ln "$folder/source/one.png" "$folder/many/$i.png"; done
mkfifo "$folder/lines"
"$cli" --json import "$folder/many" --importer folder >"$folder/lines" 2>"$folder/err" &
child=$!
exec 3<"$folder/lines"
: >"$folder/out"
# Stopped at its first words; where it is done before, there is nothing to see.
if IFS= read -r line <&3; then
  echo "$line" >>"$folder/out"
  kill -INT $child 2>/dev/null || true
fi
cat <&3 >>"$folder/out"
exec 3<&-
got=0
wait $child || got=$?
if [ "$got" = 0 ]; then
  tail -n 1 "$folder/out" | jq -e '.ok' >/dev/null || fail "a stopped import that ends with 0"
else
  equal "$got" 1 "a stopped import"
  tail -n 1 "$folder/out" | jq -e '.ok == false and .error.code == "cancelled"' >/dev/null || fail "a stopped import: $(tail -n 1 "$folder/out")"
fi

# What a work is made from is said in the language of the messages.
"$cli" new "$folder/w.opificio" --size 64x64 --seconds 1 >/dev/null
item=$("$cli" --json search two --limit 1 | tail -n 1 | jq -r '.data.items[0].id')
node=$("$cli" --json node "$folder/w.opificio" add item --set "item=$item" | tail -n 1 | jq -r .data.id)
"$cli" link "$folder/w.opificio" "$node" output >/dev/null
"$cli" credits "$folder/w.opificio" | grep -q '^shown  Two  not stated' || fail "the English credits"
"$cli" --language it credits "$folder/w.opificio" | grep -q '^mostrata  Two  non indicato' || fail "the Italian credits"
echo "The command line answers as it should."
