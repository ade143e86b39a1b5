#!/bin/sh
# Installs those of the named Debian packages that are missing; silent when there is nothing to do.
set -eu

command -v dpkg-query >/dev/null || {
    echo "This system has no dpkg; see to it that these are there: $*" >&2
    exit 0
}
have=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p' | tr '\n' ' ')"
missing=
for p in "$@"; do
    case "$have" in *" $p "*) ;; *) missing="$missing $p" ;; esac
done
[ -n "$missing" ] || exit 0

echo "Installing:$missing"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
# What is installed for tests (an sshd) must not begin to serve by itself.
policy=/usr/sbin/policy-rc.d
apt() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}
if [ ! -e "$policy" ]; then
    trap '$sudo rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
    $sudo chmod 755 "$policy"
fi
# Lists may be absent (a fresh system) or too old to find the packages they name.
ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || apt update
apt install -y --no-install-recommends $missing || { apt update && apt install -y --no-install-recommends $missing; }
