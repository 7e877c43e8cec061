#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Heritage in and work out, by mouse and keys on the real window: pictures from a real server of pictures, a model trained and a film
# rendered on a real Slurm of two nodes, with the window closed in the middle. See outside.py.
#
#     OPIFICIO_FILM=FILE.mp4 keeps a film of it, at a speed that can be followed
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/screen.bash"
. "$here/../support/iiif.bash"
: "${OPIFICIO_BUILD:?}"
source=${OPIFICIO_SOURCE:-$here/../..}
fixtures=${OPIFICIO_FIXTURES:-$source/../shared/fixtures}
[ -d "$fixtures/images" ] || skip "The folder of test pictures is absent (OPIFICIO_FIXTURES); the way out and in is not walked."
need lighttpd vips jq ssh-keygen
[ -x /usr/lib/iipimage-server/iipsrv.fcgi ] || skip "iipimage-server is absent; the way out and in is not walked."
cluster=$folder/cluster
# Whoever looks after the jobs holds the passphrase for hours, unless the site is taken away.
over() {
  [ ! -d "${OPIFICIO_HOME:-/nowhere}/sites" ] || "$OPIFICIO_BUILD/bin/opificio-cli" site remove centre >/dev/null 2>&1 || true
  iiif_stop
  "$here/../cluster/stop" "$cluster" || true
  leave
}
trap over EXIT
open_screen 1280x800

# What an institution publishes: twenty-two plates, as their scans are called.
iiif_prepare "$folder/server"
names=()
titles=()
for picture in $(find "$fixtures/images" -name 'biodiversity_1*.jpg' | sort | sed -n 1,22p); do
  name=$(basename "$picture" .jpg)
  names+=("$name.tif")
  titles+=("$(sed 's/^biodiversity_[0-9]*_//; s/-/ /g; s/^./\u&/' <<<"$name")")
  iiif_picture "$picture" "$name.tif"
done
[ ${#names[@]} = 22 ] || fail "there are no twenty-two pictures to serve"
iiif_start
iiif_manifest "$folder/server/www/plates.json" "${names[@]}"
printf '%s\n' "${titles[@]}" | jq -R . | jq -s . >"$folder/titles.json"
jq --slurpfile titles "$folder/titles.json" '.label = {en: ["Plates from the sea and the garden"]}
  | .rights = "http://creativecommons.org/publicdomain/mark/1.0/"
  | .requiredStatement = {label: {en: ["Attribution"]}, value: {en: ["From the collections of the Biodiversity Heritage Library"]}}
  | .items |= [to_entries[] | .value.label = {en: [$titles[0][.key]]} | .value]' \
  "$folder/server/www/plates.json" >"$folder/server/www/manifest.json"

# A computing centre: two nodes, the program as it is installed there, a gate, and a person's key with a passphrase; no agent and
# no keyring.
"$here/../cluster/start" "$cluster" || exit $?
mkdir -p "$cluster/home/root"
cat >"$cluster/home/root/worker" <<W
#!/bin/bash
export OPIFICIO_HOME=$cluster/home/root/opificio LC_ALL=C.UTF-8
exec "$OPIFICIO_BUILD/bin/opificio-cli" "\$@"
W
chmod +x "$cluster/home/root/worker"
mkdir -p "$folder/gates"
cat >"$folder/description.json" <<J
{"format": "opificio.site/1", "name": "centre", "title": "The computing centre", "hosts": ["127.0.0.1"],
 "port": $(cat "$cluster/ports"), "root": "$cluster/home/{user}", "worker": "$cluster/home/root/worker", "poll_seconds": 1,
 "partitions": ["boost"], "minutes": 15, "cpus": 1, "parts_at_once": 4}
J
"$OPIFICIO_BUILD/bin/opificio-cli" site sign "$folder/description.json" --key "$folder/key.pem" --expires 2999-01-01 \
  -o "$folder/gates/centre.gate.json" >/dev/null
mkdir -m 700 "$folder/keys"
cp "$cluster/ssh/id" "$folder/keys/id_ed25519"
chmod 600 "$folder/keys/id_ed25519"
ssh-keygen -q -p -P '' -N 'acqua alta' -f "$folder/keys/id_ed25519" >/dev/null
unset SSH_AUTH_SOCK

if [ -n "${OPIFICIO_FILM:-}" ]; then
  need ffmpeg
  ffmpeg -v error -y -f x11grab -framerate 12 -video_size 1280x800 -i "$DISPLAY" -c:v libx264 -preset ultrafast -crf 26 \
    -pix_fmt yuv420p "$OPIFICIO_FILM" </dev/null &
  filming=$!
  started+=($filming)
fi
code=0
hear 900 "$here/outside.py" "http://127.0.0.1:$iiif_port/manifest.json" "$folder/gates/centre.gate.json" "$folder/keys/id_ed25519" 'acqua alta' || code=$?
[ -z "${filming:-}" ] || { kill -INT "$filming"; wait "$filming" || true; }
exit $code
