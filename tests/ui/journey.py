# SPDX-License-Identifier: GPL-3.0-or-later
"""An artist's first evening, by mouse and keys on the real window: plays the first piece, brings pictures, keeps some, makes a
dataset, trains on it, plays what is learned so far, composes, exports, and reads whom to credit.

    journey.py PICTURES        PICTURES: a folder; it lies in another one that can be typed
With OPIFICIO_FILM set the hand moves at a speed that can be followed."""
import glob
import json
import os
import sys
import time

import hand

pictures = os.path.abspath(sys.argv[1])
home = os.environ["OPIFICIO_HOME"]
slow = "OPIFICIO_FILM" in os.environ
begun = time.time()


def say(words):
    print(f"{time.time() - begun:6.1f} s  {words}", flush=True)


def work():
    return glob.glob(home + "/works/*.opificio")[0]


def written():
    """How many acts the journal holds; it begins with the first."""
    try:
        with open(work() + "/journal.jsonl") as journal:
            return journal.read().count("\n")
    except FileNotFoundError:
        return 0


try:
    h = hand.open_window(slow)
    say("the window is open")

    # Play.
    h.click("Play This", "push button")
    frame = h.see("Frame", "text")
    first = frame.queryText().getText(0, -1)
    h.until("the first piece to move", lambda: frame.queryText().getText(0, -1) != first)
    say("the first piece moves")
    h.rest(3)
    h.click("a map of twelve", "list item", whole=False)
    pad = h.until("the pad", lambda: next((node for node, role, name in hand.parts(h.window)
                                           if name == "Place on the map" and 0 < h.box(node)[2] < 120), None))
    x, y, width, height = h.box(pad)
    before = written()
    h.drag((x + width // 2, y + height // 2), (x + width * 3 // 4, y + height // 4), (x + width // 4, y + height // 3),
           (x + width // 3, y + height * 3 // 4))
    h.until("the drag to be written", lambda: written() == before + 1)
    h.rest(1)
    h.click("Colour map", "list item", whole=False)
    amount = h.see("Amount", "spin button")
    was = amount.queryValue().currentValue
    x, y = h.middle(amount)
    h.drag((x - 20, y), (x + 15, y), (x + 40, y))
    h.until("the knob to turn", lambda: abs(amount.queryValue().currentValue - was) > 0.05)
    h.rest(1.5)
    h.key("ctrl+z")
    h.until("the knob to be as it was", lambda: abs(h.see("Amount", "spin button").queryValue().currentValue - was) < 1e-6)
    say("played: a place on the map, a knob, and back")
    h.rest(1)

    # Bring pictures, keep, say what is known.
    h.click("Library", "page tab")
    h.click("Import", "push button")
    h.click("A Folder", "menu item", whole=False)
    h.see("Open", "push button")
    h.rest(1)
    h.key("ctrl+l")
    h.write(os.path.dirname(pictures))
    h.key("Return")
    h.click(os.path.basename(pictures), "label")
    h.click("Open", "push button")
    h.click("An institution's", "list item")
    h.see("Imported", "status bar", whole=False, seconds=60)
    say("the pictures are in the library")
    h.rest(2)
    h.click(os.path.basename(pictures) + ",", "list item", whole=False)
    h.rest(1)
    tile = h.until("a tile", lambda: next((node for node, role, name in hand.parts(h.window)
                                           if role == "list item" and name.endswith(", not stated")), None))
    h.click(tile)
    h.key("ctrl+a")
    h.rest(0.7)
    h.key("space")
    h.see("What is kept", "list")
    h.rest(1)
    h.click("Name of the dataset", "text")
    h.write("Ornament")
    h.key("Tab")
    h.write("Patterns and plates from a public library.")
    h.key("Tab")
    h.write("Who made the patterns.")
    h.rest(1)
    h.click("Make the Dataset", "push button")
    h.click("Train on It", "push button")
    say("a dataset is frozen")

    # Train, watch, play what is learned so far.
    h.click("Living texture", "check box")
    h.rest(1)
    h.click("Sketch", "check box")
    h.rest(3)
    asked = time.time()
    h.click("Train Here", "push button")
    h.see("Step ", "push button", whole=False, seconds=60)
    say(f"the first sample is there {time.time() - asked:.1f} s after the button")
    h.rest(4)
    h.click("Play it in the piece", "check box")
    h.see("The piece, played by what is learned so far")
    h.rest(8)
    h.click("Pause", "push button")
    h.click("Resume", "push button", seconds=30)
    say("paused and resumed")
    # Playing takes its share of the processor from learning; the rest is learned faster alone.
    h.click("Play it in the piece", "check box")
    h.click("Keep It", "push button", seconds=300)
    h.see("It is in the piece.")
    say("the model is done and kept in the piece")
    h.rest(2)

    # Compose.
    h.click("Compose", "page tab")
    h.rest(2)
    h.click("Vignette", "list item", whole=False)
    before = written()
    h.key("Tab")
    h.see("Add a node", whole=False, seconds=10)
    h.write("grain")
    h.rest(1)
    h.key("Return")
    h.until("the node to be written", lambda: written() > before)
    h.see("Grain", "list item", whole=False)
    say("a node was added by typing")
    h.rest(4)

    # Deliver.
    h.click("Deliver", "page tab")
    h.click("Half", "push button", whole=False)
    last = h.see("Last frame", "spin button")
    h.click(last)
    h.key("Return", "ctrl+a")
    h.write("49")
    h.key("Return")
    h.until("the last frame", lambda: h.see("Last frame", "spin button").queryValue().currentValue == 49)
    h.rest(3)
    h.click("Export", "push button", seconds=60)
    film = h.until("the film", lambda: glob.glob(work() + "/deliveries/*.mp4"), seconds=240)[0]
    h.see("Show It", seconds=120)
    say("the film is there")
    h.rest(4)
    credits = glob.glob(work() + "/deliveries/*.json")
    with open(credits[0]) as file:
        text = file.read()
    json.loads(text)
    for name in ("Acanthus mollis", "Karl Blossfeldt", "Ornament"):
        if name not in text:
            raise hand.Missed(f"the credits do not name {name}")
    say("the credits name the pictures and the model")
    h.click("Jobs", "page tab")
    h.rest(4)
except hand.Missed as missed:
    print("FAILED:", missed)
    hand.dump(h.window)
    sys.exit(1)
