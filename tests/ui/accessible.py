# SPDX-License-Identifier: GPL-3.0-or-later
"""Works the window as somebody does who hears it, and says what is amiss."""
import json
import pathlib
import re
import sys
import time

from hearing import Window

DOES = {"push button", "toggle button", "check box", "radio button", "page tab", "menu item", "combo box", "slider", "spin button",
        "text", "password text", "entry", "link"}
PRESSED = {"push button", "toggle button", "check box", "radio button", "page tab", "menu item", "combo box"}
SMALLEST = 24
PLACES = ("Library", "Compose", "Learn", "Deliver", "Jobs")
LUOGHI = ("Archivio", "Componi", "Impara", "Consegna", "Lavori")

wrong = []
began = time.time()


def say(sentence):
    print(f"{time.time() - began:5.1f} s  {sentence}", flush=True)


def complain(sentence):
    if sentence not in wrong:
        wrong.append(sentence)
        say("WRONG: " + sentence)


def expect(window, what, seconds, ask):
    """As wait(), but goes on."""
    try:
        return window.wait(what, seconds, ask)
    except SystemExit:
        complain(f"{what}: in vain.")
        return None


def strangers(heard):
    """Inside the dialogs in which files are chosen, which are Qt's."""
    return any(over.role == "dialog" and over.name in ("Where to", "Open a work") for over in heard.path + (heard,))


def inspect(window, where):
    """Names, roles, actions, sizes, numbers of all that is shown; what was heard."""
    words, twins = set(), {}
    for heard in window.shown():
        words |= {heard.name, heard.description}
        if strangers(heard):
            continue
        place = f"{where}: in “{heard.where}” the {heard.role}"
        acts = heard.actions()
        does = heard.role in DOES or heard.role == "list item" and "press" in acts
        if not heard.name.strip() and (does or heard.focusable or heard.role in ("label", "dialog", "heading", "image")):
            complain(f"{place} has no name.")
        if heard.role in ("unknown", "invalid"):
            complain(f"{place} “{heard.name}” has no role.")
        if heard.role in PRESSED and not {"press", "toggle"} & set(acts):
            complain(f"{place} “{heard.name}” can only be asked for {acts}.")
        if does:
            _, _, width, height = heard.box()
            if 0 < width < SMALLEST or 0 < height < SMALLEST:
                complain(f"{place} “{heard.name}” is {width} x {height}, too small to be hit.")
            # In a list the arrows walk; in the palette they do while one types.
            lists = [over for over in heard.path if over.role == "list"]
            if not heard.focusable and not any(over.focusable for over in lists) and not any(over.name in ("Commands", "Comandi") for over in lists):
                complain(f"{place} “{heard.name}” cannot have the keyboard.")
        if heard.role in ("push button", "check box", "radio button"):
            key = (heard.role, heard.name, tuple(over.name for over in heard.path if over.role == "panel"))
            twins[key] = twins.get(key, 0) + 1
            if twins[key] == 2:
                complain(f"{place} “{heard.name}” is there twice, and nobody hears which is which.")
        if heard.role in ("slider", "spin button"):
            least, number, most = heard.range()
            if not least < most:
                complain(f"{place} “{heard.name}” has no range.")
            elif not least <= number <= most:
                complain(f"{place} “{heard.name}” is at {number}, beyond its range.")
    return words


def close_all(window):
    end = time.time() + 5
    while True:
        dialog = window.shown().dialog()
        if not dialog:
            return
        if time.time() > end:
            raise SystemExit(f"FAILED: Esc does not close “{dialog.name}”.")
        # What is still on its way to be open has no keys yet.
        window.listen(0.2)
        window.key("Escape")
        window.listen(0.2)


def try_all(window, where, but=(), prepare=lambda shown: False):
    """Presses everything in a workspace that can be pressed: something must come of it."""
    known = set()
    while True:
        shown, before = window.settled()
        if prepare(shown):
            continue
        heard = next((heard for heard in shown if heard.role in PRESSED and heard.possible and (heard.role, heard.name) not in known
                      and not (heard.role in ("radio button", "push button") and heard.checked)
                      and not any(over.name == "Work and workspaces" for over in heard.path)
                      and not any(re.fullmatch(name, heard.name) for name in but)), None)
        if heard is None:
            return
        known.add((heard.role, heard.name))
        heard.press()
        end = time.time() + 3
        while (now := window.shown()).signature() == before:
            if time.time() > end:
                complain(f"{where}: the {heard.role} “{heard.name}” was pressed, and nothing came of it.")
                break
        if now.dialog():
            close_all(window)
        elif not now.find("page tab", where).selected:
            go(window, where)


def go(window, place):
    window.press("page tab", place)
    window.wait(f"{place} to be current", 10, lambda: window.find("page tab", place).selected)
    window.settled()


def tab_walk(window, where, key="Tab"):
    """From control to control by Tab: round, past everything, in the order of reading."""
    start = window.wait("the first control", 10, lambda: window.find("push button", lambda name: name.startswith("Work: ")))
    start.do("setfocus")
    window.listen(0.2)
    before, stops = None, [(start.role, start.name, start.path[-1].name)]
    for _ in range(120):
        window.focus = None
        window.key(key)
        window.listen(0.6, lambda: window.focus is not None)
        # What tells last has the keyboard: those around it tell first.
        window.listen(0.02)
        focus = window.focus
        if focus is None:
            complain(f"{where}: the {key} key is caught after {stops[-1:]}.")
            return
        stop = (focus.getRoleName(), focus.name, focus.get_parent().name)
        if stop == stops[0]:
            break
        box, last = focus.queryComponent().getExtents(0), (before or focus).queryComponent().getExtents(0)
        if key == "Tab" and abs(box.y + box.height / 2 - last.y - last.height / 2) < 16 and 0 < last.x - box.x < 200:
            complain(f"{where}: the {key} key goes backwards, from “{stops[-1][1]}” to “{stop[1]}”.")
        stops.append(stop)
        before = focus
        if not focus.name.strip():
            complain(f"{where}: the {key} key stops at a {stop[0]} without a name.")
        # A pane scrolls to what has the keyboard.
        if not (0 <= box.x + box.width / 2 <= 1280 and 0 <= box.y + box.height / 2 <= 800):
            complain(f"{where}: the {key} key stops at the {stop[0]} “{focus.name}”, which cannot be seen.")
    else:
        complain(f"{where}: the {key} key does not come round: {stops[-6:]}.")
    reached = {stop[:2] for stop in stops}
    for heard in window.shown():
        if heard.role in PRESSED | {"slider", "spin button", "text"} and not any(over.role in ("list", "page tab list") for over in heard.path) \
                and heard.possible and (heard.role, heard.name) not in reached and heard.role != "radio button":
            complain(f"{where}: the {key} key never comes to the {heard.role} “{heard.name}”.")


def sheets(window, names, where=""):
    """What opens over the window: it has a name, it is heard whole, Esc closes it; what was heard."""
    words = set()
    for button, title in names:
        window.press("push button", button)
        expect(window, f"{where}“{button}” opens “{title}”", 5, lambda: window.find("dialog", title))
        window.settled()
        words |= inspect(window, where + title)
        window.key("Escape")
        expect(window, f"{where}Esc closes “{title}”", 5, lambda: not window.find("dialog", title))
    return words


def set_value(window, role, name, value):
    window.await_(role, name).set(value)
    expect(window, f"“{name}” is {value} once it was set", 5, lambda: abs(window.find(role, name).number - value) < 1e-6)


def doors(window):
    window.await_("push button", "Work: Prima luce", 60)
    window.await_("push button", "Play This", 20)
    inspect(window, "The doors")
    window.press("push button", "Start Empty")
    window.await_("dialog", "New work")
    inspect(window, "New work")
    window.key("Escape")
    window.await_gone("dialog", "New work")
    window.press("push button", "Play This")
    window.await_gone("push button", "Play This")
    pause(window)


def pause(window):
    """Rendering in software leaves little time for anything else."""
    if window.wait("the play button", 10, lambda: window.find("push button", "Play") or window.find("push button", "Pause")).name == "Pause":
        window.press("push button", "Pause")
        window.await_("push button", "Play")


def palette(window):
    window.key("ctrl+k")
    window.await_("dialog", "Command palette")
    window.await_("text", "Find a command")
    inspect(window, "Command palette")
    window.type("new work")
    expect(window, "what is marked in the palette is heard in its field", 5, lambda: window.find("text", "Find a command").description == "New Work")
    window.key("Return")
    window.await_("dialog", "New work")
    window.type("Seconda luce")
    window.key("Return")
    window.await_("push button", "Work: Seconda luce", 20)
    window.press("push button", "Work: Seconda luce")
    window.await_("dialog", "Works")
    inspect(window, "Works")
    window.press("list item", "Prima luce")
    window.await_("push button", "Work: Prima luce", 20)


def keys_of_workspaces(window):
    for number, place in enumerate(PLACES, 1):
        window.key(f"ctrl+shift+{number}")
        expect(window, f"Ctrl+Shift+{number} goes to {place}", 5, lambda: window.find("page tab", place).selected)
    for key, place in (("ctrl+Page_Down", "Library"), ("ctrl+Page_Up", "Jobs")):
        window.key(key)
        expect(window, f"{key} goes to {place}", 5, lambda: window.find("page tab", place).selected)


def library(window):
    go(window, "Library")
    words = inspect(window, "Library")
    window.wait("the items", 10, lambda: window.find("list item", lambda name: name.startswith("Acanthus")))
    # Kept by the second action of a tile.
    tile = window.find("list item", lambda name: name.startswith("Acanthus"))
    tile.do("toggle")
    expect(window, "an item is kept by its action", 5, lambda: window.find("list item", "Kept so far, 1"))
    window.settled()
    words |= inspect(window, "Library with something kept")
    window.find("list item", "Free use, 6").press()
    expect(window, "a filter is chosen", 5, lambda: window.find("list item", "Free use, 6").selected)
    set_value(window, "slider", "Size of the pictures", 200)
    tab_walk(window, "Library")
    try_all(window, "Library")
    return words


def compose(window):
    go(window, "Compose")
    pause(window)
    window.press("push button", "Play")
    expect(window, "Play becomes Pause", 5, lambda: window.find("push button", "Pause"))
    window.press("push button", "Pause")
    expect(window, "Pause becomes Play", 5, lambda: window.find("push button", "Play"))
    set_value(window, "slider", "Place in the work", 100)
    words = inspect(window, "Compose")
    window.press("push button", "Composition as a List")
    window.wait("the list of nodes", 5, lambda: window.find("list", "Nodes, each below those that feed it"))
    inspect(window, "Compose as a list")
    node = window.wait("a node", 5, lambda: window.find("list item", lambda name: name.startswith("photographs")))
    node.press()
    expect(window, "a chosen node shows its settings", 5, lambda: window.find("panel", "Settings of photographs"))
    set_value(window, "spin button", "Cross-fade", 0.5)
    expect(window, "a set value can be undone", 5, lambda: window.find("push button", lambda name: name.startswith("Undo: ")).possible)
    history(window)
    tab_walk(window, "Compose as a list")
    tab_walk(window, "Compose as a list, backwards", "shift+Tab")
    # Below, what only the picture shows is left out, and what opens other windows.
    window.press("push button", "Composition as a Canvas")
    window.wait("the canvas", 5, lambda: window.find("list", "Canvas of nodes"))
    words |= inspect(window, "Compose with a node")

    def again(shown):
        """What it was before: nothing done, a node chosen, somewhere in the middle of the work."""
        undo, place = shown.find("push button", lambda name: name.startswith("Undo")), shown.find("slider", "Place in the work")
        node = None if shown.find("panel", "Settings of photographs") else shown.find("list item", lambda name: name.startswith("photographs"))
        if undo.possible:
            undo.press()
        if node:
            node.press()
        if place.number != 100:
            place.set(100)
        return undo.possible or node or place.number != 100
    window.find("list item", lambda name: name.startswith("photographs")).do("setfocus")
    window.focus = None
    window.key("F6")
    window.listen(1, lambda: window.focus is not None)
    if window.focus is None or "Canvas" in window.focus.name:
        complain("Compose: F6 does not leave the canvas.")
    try_all(window, "Compose", but=("Play", "Pause", "Fit the Picture", "One to One", "Output Window", "Full Screen", "Show It", "Order", "Dataset", "(?!Fit).*: Set a Keyframe"), prepare=again)
    return words


def history(window):
    window.press("push button", "History")
    window.await_("dialog", "History")
    inspect(window, "History")
    window.press("list item", "Opened")
    expect(window, "a step of the history is gone back to", 5, lambda: not window.find("push button", lambda name: name.startswith("Undo")).possible)
    window.key("Escape")
    window.await_gone("dialog", "History")


def learn(window):
    go(window, "Learn")
    words = inspect(window, "Learn")
    window.press("check box", "Living texture")
    expect(window, "a recipe is chosen", 5, lambda: window.find("check box", "Living texture").checked)
    window.press("list item", "Mappa")
    expect(window, "a model is shown", 5, lambda: window.find("list item", "Mappa").selected)
    window.settled()
    words |= inspect(window, "A model")
    window.press("list item", "New training")
    window.await_("push button", "Acanthus mollis").press()
    window.await_("push button", "Add a Crop")
    words |= inspect(window, "Crops")
    window.press("push button", "Done")
    window.await_("check box", "Living texture")
    tab_walk(window, "Learn")
    try_all(window, "Learn", but=("Train Here", "Living texture", "Map of pictures", "Sketch", "Study", "Deep"))
    return words


def deliver(window):
    go(window, "Deliver")
    words = inspect(window, "Deliver")
    tab_walk(window, "Deliver")
    try_all(window, "Deliver", but=("Export",))
    window.press("radio button", "Stills, PNG")
    expect(window, "a format is chosen", 5, lambda: window.find("radio button", "Stills, PNG").checked)
    set_value(window, "spin button", "Last frame", 0)
    half = window.find("push button", lambda name: name.startswith("Half"))
    half.press()
    expect(window, "a size is chosen", 5, lambda: window.find("push button", half.name).checked)
    window.press("push button", "Export")
    return words


def jobs(window):
    go(window, "Jobs")
    window.wait("the export among the jobs", 30, lambda: window.find("list", "Jobs").children)
    window.wait("the export to be done", 60, lambda: any(heard.name == "Stills: Prima luce" and heard.description.startswith("Done") for heard in window.shown()))
    words = inspect(window, "Jobs")
    tab_walk(window, "Jobs")
    return words


def settings(window):
    # A notice keeps the language in which it was said.
    while notice := window.find("push button", "Dismiss"):
        notice.press()
        window.listen(0.2)
    window.press("push button", "Settings")
    window.await_("dialog", "Settings")
    words = inspect(window, "Settings")
    before = window.find("page tab", "Compose").box()[3]
    window.press("radio button", "150 %")
    expect(window, "the scale follows", 5, lambda: window.find("page tab", "Compose").box()[3] > before)
    window.press("radio button", "100 %")
    expect(window, "the scale goes back", 5, lambda: window.find("page tab", "Compose").box()[3] == before)
    window.press("check box", "Nothing slides or fades")
    expect(window, "a switch is switched", 5, lambda: window.find("check box", "Nothing slides or fades").checked)
    window.press("radio button", "Italiano")
    expect(window, "Italian comes at once", 10, lambda: window.find("page tab", LUOGHI[0]))
    words_now = inspect(window, "Impostazioni")
    window.key("Escape")
    window.await_gone("dialog", "Impostazioni")
    return words, words_now


def italian(window):
    words = set()
    for place in LUOGHI:
        go(window, place)
        words |= inspect(window, place)
    words |= sheets(window, (("Storia", "Storia"),), "In italiano: ")
    return words


def english_left(english, now):
    """Sentences that have an Italian twin and were heard in English; the rest that is the same in both is the artists' own."""
    twins = {}
    for file in (pathlib.Path(sys.argv[1]) / "resources/text/it").glob("*.json"):
        for source, target in json.loads(file.read_text()).items():
            target = target[0] if isinstance(target, list) else target
            if isinstance(target, str) and source != target:
                twins[source] = target
    patterns = {re.compile(".+".join(re.escape(part) for part in re.split(r"%[1-9n]", source))) for source in twins
                if re.search(r"%[1-9n]", source) and len(re.sub(r"%[1-9n]", "", source)) > 8}
    for word in sorted(now):
        if word in twins and word not in twins.values() or any(pattern.fullmatch(word) for pattern in patterns) and word in english:
            complain(f"In Italian one still hears “{word}”.")
    for word in sorted(word for word in english & now if len(word) > 12 and " " in word):
        say(f"the same in both languages: “{word}”")


window = Window()
window.wait("its frame", 30, window.shown)
window.has_keyboard()
heard = set()
for part in sys.argv[2:] or ("doors", "palette", "sheets", "keys", "library", "compose", "learn", "deliver", "jobs", "settings"):
    say(part)
    if part == "doors":
        doors(window)
    elif part == "palette":
        palette(window)
    elif part == "sheets":
        heard |= sheets(window, (("What Leaves This Computer", "Nothing leaves this computer by itself"),))
    elif part == "keys":
        keys_of_workspaces(window)
    elif part == "settings":
        words, now = settings(window)
        heard |= words
        now |= italian(window)
        english_left(heard, now)
    else:
        heard |= {"library": library, "compose": compose, "learn": learn, "deliver": deliver, "jobs": jobs}[part](window)
say(f"{len(heard)} words in English; {len(wrong)} things are wrong.")
sys.exit(1 if wrong else 0)
