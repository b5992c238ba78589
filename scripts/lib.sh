# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts of this folder; sourced, not run.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The folders under Plugins/ that hold a plugin, and the library that each builds.
plugin_folders() { find Plugins -mindepth 2 -maxdepth 3 -name plugin.json -printf '%h\n' | sort; }

library_of() { sed -nE 's/.*"library": *"([^"]+)".*/\1/p' "$1/plugin.json" | head -n 1; }

# Finds Swift on PATH or where the official images and tarballs put it.
require_swift() {
  command -v swift >/dev/null 2>&1 || {
    for place in /opt/swift/usr/bin /usr/libexec/swift/bin "$HOME/.local/share/swiftly/bin"; do
      [ -x "$place/swift" ] && PATH="$place:$PATH" && export PATH && break
    done
  }
  command -v swift >/dev/null 2>&1 || fail "Swift 6.3 is needed and was not found on PATH. Install it from https://www.swift.org/install/linux/ and run this again."
}
