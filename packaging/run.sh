#!/bin/sh
# Opens the app from the checkout, after moderating FOLDER if one is named:  packaging/run.sh [FOLDER]
#
# Without a screen it shows itself on a virtual one instead: it moderates FOLDER, or the sample media, in a library of
# its own, prints the counts, leaves a screenshot of the window, and ends.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-}
app=.venv/bin/rekreview

# 1 only says that some files could not be checked; they are listed, and the window shows them.
moderate() {
    "$app" scan "$@" || [ $? -eq 1 ]
}

has_screen() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]
}

if has_screen; then exec "$app" ${folder:+"$folder"}; fi # what is imported is moderated at once

packaging/system-packages.sh screen
place=build/run
library=$place/library
rm -rf "$place"
mkdir -p "$place/settings"
XDG_CONFIG_HOME=$PWD/$place/settings # not the settings of whoever runs this
export XDG_CONFIG_HOME
echo "There is no screen here, so the app moderates ${folder:-its sample media} and shows itself on a virtual screen."
moderate "${folder:-resources/sample}" --engine on-device --library "$library" --json >"$place/moderation.json"
[ -s "$place/moderation.json" ] || exit 1 # it has said why
.venv/bin/python - "$place/moderation.json" <<'END'
import json, sys

sys.stdout.reconfigure(errors="backslashreplace")  # a file may have any bytes for its name
told = json.load(open(sys.argv[1], encoding="utf-8"))
imported = told["imported"]
print(f"{imported['added']} assets imported, {imported['duplicates']} copies, {len(imported['skipped'])} files skipped")
for file in imported["skipped"]:
    print(f"  skipped: {file['path']}: {file['reason']}")
print(f"{told['rejected']} rejected, {told['approved']} approved, {len(told['not_moderated'])} not moderated")
for asset in told["not_moderated"]:
    print(f"  not moderated: {asset['path']}: {asset['message']}")
END

started=""
end_all() {
    for process in $started; do kill "$process" 2>/dev/null || true; done
    wait
}
trap end_all EXIT

Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$place/display" 2>"$place/screen.log" &
started=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$place/display" ] && break
    sleep 0.25
done
DISPLAY=:$(cat "$place/display")
export DISPLAY
openbox >>"$place/screen.log" 2>&1 &
started="$! $started"
# Should it hang, it says where (see below).
PYTHONFAULTHANDLER=1 QT_QPA_PLATFORM=xcb "$app" --library "$library" 2>"$place/window.log" &
window=$!
started="$window $started"

# The window has the library in its title once that is open; its pictures come last.
seconds=0 patience=120
until xdotool search --onlyvisible --name "$library" >/dev/null 2>&1; do
    if ! kill -0 "$window" 2>/dev/null; then
        status=0
        wait "$window" || status=$?
        echo "The window ended with status $status before it opened:" >&2
        cat "$place/window.log" >&2
        exit 1
    fi
    if [ "$seconds" -ge "$patience" ]; then
        kill -ABRT "$window"
        sleep 1
        echo "The window did not open in $patience s. Where it stood:" >&2
        cat "$place/window.log" >&2
        exit 1
    fi
    sleep 1
    seconds=$((seconds + 1))
done
look() { scrot --overwrite "$place/window.png"; }
look
for _ in 1 2 3 4 5 6 7 8 9 10; do
    mv "$place/window.png" "$place/before.png"
    sleep 1.5
    look
    if cmp -s "$place/before.png" "$place/window.png"; then break; fi
done
rm -f "$place/before.png"
echo "A screenshot of the window is in $place/window.png, its library in $library."
