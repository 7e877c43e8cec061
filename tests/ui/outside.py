# SPDX-License-Identifier: GPL-3.0-or-later
"""Heritage in, work out, by mouse and keys on the real window: pastes the address of a manifest, keeps twenty of its pictures, opens
a computing centre's gate, has a model trained there, composes with it, sends the film, closes the window while it is made, opens
it again and finds the film with its credits.

    outside.py ADDRESS GATE KEY PASSPHRASE
With OPIFICIO_FILM set the hand moves at a speed that can be followed."""
import glob
import json
import os
import subprocess
import sys
import time

import hand
from gi.repository import Gio, GLib

address, gate, key, passphrase = sys.argv[1:]
home = os.environ["OPIFICIO_HOME"]
slow = "OPIFICIO_FILM" in os.environ
begun = time.time()
second = None


def say(words):
    print(f"{time.time() - begun:6.1f} s  {words}", flush=True)


def work():
    return glob.glob(home + "/works/*.opificio")[0]


def states():
    """What the ledger's site made of each job, by its verb."""
    found = {}
    for path in glob.glob(work() + "/runs/*/job.json"):
        try:
            with open(path) as job, open(os.path.dirname(path) + "/status.json") as status:
                found[json.load(job)["verb"]] = json.load(status)["state"]
        except (OSError, ValueError, KeyError):
            pass
    return found


# No keyring: its name on this bus is held by somebody who knows nothing, so that none is started that would ask for its own password.
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
              GLib.Variant("(su)", ("org.freedesktop.secrets", 4)), None, Gio.DBusCallFlags.NONE, 5000, None)

try:
    h = hand.open_window(slow)
    say("the window is open")
    h.click("Play This", "push button")
    h.see("Frame", "text")
    h.rest(2)

    # In: an address, its pictures, twenty of them.
    h.click("Library", "page tab")
    h.rest(1)
    h.key("ctrl+l")
    field = h.see("Address", "text")
    h.rest(1)
    h.click(field)
    h.write(address)
    h.rest(0.5)
    h.key("Return")
    h.see("Plates from the sea and the garden", seconds=30)
    say("what the address publishes is seen")
    h.rest(3)
    h.click("Bring 22 Pictures", "push button")
    h.see("Imported", "status bar", whole=False, seconds=60)
    say("its small pictures are in the library")
    h.rest(2)
    h.click("Plates from the sea and the garden,", "list item", whole=False)
    h.rest(1)
    tiles = h.until("the tiles", lambda: sorted(
        [(h.box(node)[1], h.box(node)[0], node) for node, role, name in hand.parts(h.window)
         if role == "list item" and name.startswith("Plates from the sea and the garden, ") and h.box(node)[0] > 212],
        key=lambda tile: tile[:2]))
    h.click(tiles[0][2])
    h.key(*["shift+Right"] * 19)
    h.rest(1)
    h.key("space")
    h.see("What is kept", "list")
    h.rest(2)
    h.click("Name of the dataset", "text")
    h.write("Twenty plates")
    h.key("Tab")
    h.write("Plates of animals and plants.")
    h.key("Tab")
    h.write("Who drew them, where they are not signed.")
    h.rest(1)
    h.click("Make the Dataset", "push button")
    h.click("Train on It", "push button", seconds=120)
    say("twenty pictures came whole, and a dataset is frozen")

    # Out: a gate, its key, the host's key, a check.
    h.click("Map of pictures", "check box")
    h.rest(1)
    h.click("Sketch", "check box")
    h.rest(2)
    h.click("Where", "combo box")
    h.rest(1)
    h.click("Other Computers…", "list item")
    h.rest(1)
    h.click("Open a Gate", "push button")
    h.see("Open", "push button")
    h.key("ctrl+l")
    h.write(gate)
    h.rest(0.5)
    h.key("Return")
    h.see("This gate was signed", whole=False)
    h.rest(2)
    h.click(h.see("Your name there", "text"))
    h.write("root")
    h.click(h.see("Key file", "text"))
    h.write(key)
    h.rest(1)
    h.click("Take It", "push button")
    h.rest(1)
    h.click("Check It", "push button")
    h.click("It Is the Same", "push button", seconds=60)
    # It has the keyboard as soon as it is there.
    h.see("Passphrase of the key", "password text", seconds=60)
    h.rest(1)
    h.write(passphrase)
    h.rest(1)
    h.key("Return")
    h.until("the check to end", lambda: h.find("Everything is in order: work can be sent there."),
            seconds=120)
    say("the computing centre is known and checked")
    h.rest(3)
    h.key("Escape")

    # A model, trained there.
    h.click("Where", "combo box")
    h.rest(1)
    h.click("The computing centre", "list item")
    h.rest(4)
    h.click("Send to Train", "push button", seconds=60)
    say("the training is sent")
    h.see("Step ", "push button", whole=False, seconds=120)
    say("its first sample came home")
    h.rest(3)
    h.click("Keep It", "push button", seconds=600)
    h.see("It is in the piece.")
    say("the model came home and is in the piece")
    h.rest(2)

    # Compose.
    h.click("Compose", "page tab")
    h.rest(2)
    h.click("Vignette", "list item", whole=False)
    h.key("Tab")
    h.see("Add a node", whole=False, seconds=10)
    h.write("grain")
    h.rest(1)
    h.key("Return")
    h.see("Grain", "list item", whole=False)
    say("composed: the model's map, under grain")
    h.rest(4)

    # Deliver, there.
    h.click("Deliver", "page tab")
    h.click("Half", "push button", whole=False)
    last = h.see("Last frame", "spin button")
    h.click(last)
    h.key("Return", "ctrl+a")
    h.write("239")
    h.key("Return")
    h.click(h.reach("Where", "combo box", over=(300, 400), bottom=500))
    h.rest(1)
    h.click("The computing centre", "list item")
    h.rest(4)
    h.click("Send", "push button", seconds=60)
    h.until("the film to be begun", lambda: states().get("render") == "running", seconds=90)
    h.rest(4)
    say("the film is sent")
    h.key("ctrl+q")
    h.until("the window to be gone", lambda: hand.application() is None, seconds=30)
    state = states()["render"]
    if state != "running":
        raise hand.Missed(f"the window was closed too late: the film is {state}")
    say("the window is closed, in the middle")
    h.rest(4)

    # Nobody is at the window; the film is made all the same.
    deadline = time.time() + 400
    while states()["render"] == "running" and time.time() < deadline:
        time.sleep(0.5)
    second = subprocess.Popen([os.environ["OPIFICIO_BUILD"] + "/bin/opificio", "--new-window"])
    h = hand.open_window(slow)
    say("the window is open again")
    h.rest(2)
    h.click("Jobs", "page tab")
    h.see("Done at The computing centre", whole=False, seconds=60)
    film = glob.glob(work() + "/deliveries/*.mp4")
    if not film:
        raise hand.Missed("there is no film")
    say("the film is there")
    h.rest(4)
    with open(glob.glob(work() + "/deliveries/*.json")[0]) as file:
        text = file.read()
    json.loads(text)
    for name in ("Twenty plates", "Biodiversity Heritage Library", "Kunstformen der natur"):
        if name not in text:
            raise hand.Missed(f"the credits do not name {name}")
    say("the credits name the pictures, where they are from, and the model")
    h.click("Deliver", "page tab")
    h.rest(5)
except hand.Missed as missed:
    print("FAILED:", missed)
    hand.dump(h.window)
    sys.exit(1)
finally:
    if second:
        second.terminate()
        second.wait()
