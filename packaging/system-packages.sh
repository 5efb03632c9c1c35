#!/bin/sh
# Makes sure that the system libraries are there which rekreview needs and pip cannot bring.
#
#   packaging/system-packages.sh SET...
#       window  what Qt needs to open a window, or to paint one off the screen
#       screen  a virtual screen with a window manager, a hand and a camera for it
#       robot   the accessibility tree, by which a test finds what a person would
#
# On Debian and Ubuntu it installs what is missing. Elsewhere it says what is missing. It ends with 1 if something
# still is. When nothing is missing it takes no time, so the Makefile calls it before everything that needs it.
set -eu

# set, Debian's package, and the library or program by which other systems can be asked
needs="
window libglib2.0-0       libglib-2.0.so.0
window libgl1             libGL.so.1
window libegl1            libEGL.so.1
window libxkbcommon0      libxkbcommon.so.0
window libfontconfig1     libfontconfig.so.1
window libdbus-1-3        libdbus-1.so.3
window fonts-dejavu-core  -
window libxkbcommon-x11-0 libxkbcommon-x11.so.0
window libxcb-cursor0     libxcb-cursor.so.0
window libxcb-icccm4      libxcb-icccm.so.4
window libxcb-image0      libxcb-image.so.0
window libxcb-keysyms1    libxcb-keysyms.so.1
window libxcb-render-util0 libxcb-render-util.so.0
window libxcb-shape0      libxcb-shape.so.0
window libxcb-xkb1        libxcb-xkb.so.1
screen xvfb               Xvfb
screen openbox            openbox
screen scrot              scrot
screen xdotool            xdotool
robot  at-spi2-core       libatspi.so.0
robot  gir1.2-atspi-2.0   -
robot  python3-gi         -
robot  dbus-daemon        dbus-daemon
"

is_debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

# Every installed package, and every name that an installed package stands for, one a line.
installed_packages() {
    dpkg-query --show --showformat '${db:Status-Status} ${Package}, ${Provides}\n' |
        sed -n 's/^installed //p' | sed 's/ ([^)]*)//g' | tr ',' '\n' | tr -d ' '
}

has_elsewhere() {
    case $1 in
    -) true ;;
    *.so.*) { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -qF "$1 " ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

wanted() {
    for set_name in "$@"; do
        echo "$needs" | while read -r in_set package sign; do
            if [ "$in_set" = "$set_name" ]; then echo "$package $sign"; fi
        done
    done
}

missing() {
    if is_debian; then
        present=$(installed_packages)
        wanted "$@" | while read -r package sign; do
            echo "$present" | grep -qxF "$package" || echo "$package"
        done
    else
        wanted "$@" | while read -r package sign; do has_elsewhere "$sign" || echo "$sign"; done
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

may_install() {
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || return 1
    [ -t 0 ] || sudo -n true 2>/dev/null
}

for set_name in "$@"; do
    case $set_name in
    window | screen | robot) ;;
    *) echo "system-packages.sh: no set is named '$set_name'; there are window, screen and robot." >&2; exit 2 ;;
    esac
done

[ "$(uname)" = Linux ] || exit 0 # Qt brings all it needs to macOS and Windows
absent=$(missing "$@" | tr '\n' ' ')
absent=${absent% }
[ -n "$absent" ] || exit 0

if ! is_debian; then
    echo "These system libraries or programs seem to be missing: $absent" >&2
    echo "Install them with this system's package manager, then try again." >&2
    exit 1
fi
if ! may_install; then
    echo "These system packages are missing: $absent" >&2
    echo "Install them by: sudo apt-get install --no-install-recommends $absent" >&2
    exit 1
fi
echo "Installing system packages: $absent" >&2
log=$(mktemp)
# shellcheck disable=SC2086  # a list of names
if { as_root apt-get -qq update && as_root apt-get -qq install -y --no-install-recommends $absent; } >"$log" 2>&1; then
    rm -f "$log"
else
    cat "$log" >&2
    rm -f "$log"
    exit 1
fi
