#!/bin/sh
# Fails if a file of the project names the host of a package registry: which one is used is the computer's own matter.
# The brackets keep this file from finding itself.
set -eu
if git grep --line-number --ignore-case --extended-regexp --text \
    'p[y]pi\.org|pythonh[o]sted|registry\.np[m]js|deb\.d[e]bian\.org|proxy\.g[o]lang|cr[a]tes\.io|conda\.anac[o]nda'; then
    echo "These lines name a package registry's host. Leave that to the computer's own settings." >&2
    exit 1
fi
