# SPDX-License-Identifier: GPL-3.0-or-later
# A server of pictures for tests: iipimage-server (IIIF Image API 2, level 1) behind lighttpd, on free ports of 127.0.0.1. Never
# the unit that Debian ships, which listens to the whole network.
#
# What is called tiled*.tif is refused whole, and comes in tiles only.
#
#     iiif_prepare FOLDER; iiif_picture FILE NAME.tif; iiif_start; ... http://127.0.0.1:$iiif_port/iiif/NAME.tif/info.json; iiif_stop

iiif_pids=()

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

iiif_prepare() {
    iiif_folder=$1
    mkdir -p "$iiif_folder/img" "$iiif_folder/www"
    iiif_port=$(free_port)
    iiif_inner=$(free_port)
    cat > "$iiif_folder/lighttpd.conf" <<CONF
server.port = $iiif_port
server.bind = "127.0.0.1"
server.document-root = "$iiif_folder/www"
server.modules = ( "mod_access", "mod_fastcgi" )
# A picture whose name begins so is handed out in tiles, and never whole.
\$HTTP["url"] =~ "^/iiif/tiled[^/]*/full/" { url.access-deny = ( "" ) }
server.errorlog = "$iiif_folder/lighttpd.err"
fastcgi.server = ( "/iiif/" => (( "host" => "127.0.0.1", "port" => $iiif_inner, "check-local" => "disable" )) )
CONF
}

# iiif_picture FILE NAME: as a pyramid in tiles, as the server wants it.
iiif_picture() {
    mkdir -p "$(dirname "$iiif_folder/img/$2")"
    vips tiffsave "$1" "$iiif_folder/img/$2" --tile --pyramid --compression jpeg --Q 88 --tile-width 256 --tile-height 256
}

iiif_start() {
    FILESYSTEM_PREFIX=$iiif_folder/img/ URI_MAP="iiif=>IIIF" MAX_CVT=5000 VERBOSITY=1 LOGFILE=$iiif_folder/iip.log \
        /usr/lib/iipimage-server/iipsrv.fcgi --bind "127.0.0.1:$iiif_inner" >/dev/null 2>&1 &
    iiif_pids+=($!)
    lighttpd -D -f "$iiif_folder/lighttpd.conf" >/dev/null 2>&1 &
    iiif_pids+=($!)
    python3 - "$iiif_port" "$iiif_inner" <<'PY'
import socket, sys, time
for port in sys.argv[1:]:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(port)), 1).close()
            break
        except OSError:
            if time.monotonic() > until:
                sys.exit("the server of pictures did not start")
            time.sleep(0.02)
PY
}

iiif_stop() {
    for pid in "${iiif_pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    iiif_pids=()
}

# iiif_manifest FILE ID... [--region REGION]: a manifest of version 3 that names these pictures of the server.
iiif_manifest() {
    python3 - "$iiif_port" "$@" <<'PY'
import json, sys, urllib.request
port, file, *rest = sys.argv[1:]
region = rest[rest.index("--region") + 1] if "--region" in rest else None
ids = rest[:rest.index("--region")] if region else rest
base = "http://127.0.0.1:" + port
canvases = []
for number, name in enumerate(ids, 1):
    service = base + "/iiif/" + name
    info = json.load(urllib.request.urlopen(service + "/info.json"))
    body = {"id": service + "/full/full/0/default.jpg", "type": "Image", "format": "image/jpeg", "width": info["width"],
            "height": info["height"], "service": [{"@id": service, "@type": "ImageService2",
            "profile": "http://iiif.io/api/image/2/level1.json"}]}
    if region:
        body = {"type": "SpecificResource", "source": body, "selector": {"type": "ImageApiSelector", "region": region}}
    canvas = base + "/canvas/%d" % number
    canvases.append({"id": canvas, "type": "Canvas", "label": {"none": ["f. %dr" % number]}, "width": info["width"],
        "height": info["height"], "items": [{"id": canvas + "/page", "type": "AnnotationPage", "items": [{"id": canvas + "/painting",
        "type": "Annotation", "motivation": "painting", "body": body, "target": canvas}]}]})
json.dump({"@context": "http://iiif.io/api/presentation/3/context.json", "id": base + "/manifest.json", "type": "Manifest",
    "label": {"en": ["Three pictures"]}, "rights": "http://creativecommons.org/licenses/by/4.0/",
    "requiredStatement": {"label": {"en": ["To be named"]}, "value": {"en": ["the museum"]}},
    "metadata": [{"label": {"en": ["Artist"]}, "value": {"en": ["Somebody"]}}], "items": canvases}, open(file, "w"))
PY
}
