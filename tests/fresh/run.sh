#!/bin/bash
# Proves README's two commands on a fresh Debian 12: makes a minimal root with debootstrap, puts a
# clean clone of the last commit into it and runs the commands there as root.
#
#   tests/fresh/run.sh ROOT [COMMAND]         default command: make run && make test
#
# ROOT is made when it is missing and kept afterwards, so a second run goes faster but is no longer
# fresh; remove ROOT to begin again.  Needs root, debootstrap and the machine's own apt sources (the
# mirror and the way to it are taken from there).  Not part of make test.
set -euo pipefail

root=${1:?usage: tests/fresh/run.sh ROOT [COMMAND]}
command=${2:-make run && make test}
here=$(cd "$(dirname "$0")/../.." && pwd)
suite=bookworm

sources() {
    apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' | grep " $suite" | sort -u
}
count() {
    chroot "$root" dpkg-query -f '.\n' -W | wc -l
}

state=kept
if [ ! -e "$root/etc/debian_version" ] || [ ! -x "$root/usr/bin/apt-get" ]; then
    state=new
    mirror=$(sources | awk -v s=$suite '$2 == s { print $1; exit }')
    debootstrap --variant=minbase $suite "$root" "$mirror" >"$root.log" 2>&1 || {
        tail -n 20 "$root.log" >&2
        exit 1
    }
    sources | sed 's/^/deb /' >"$root/etc/apt/sources.list"
    # Proxies and time-outs, as this machine needs them to reach its packages.
    apt-config dump | grep -E '^Acquire::[a-z]+::' >"$root/etc/apt/apt.conf.d/99acquire" || true
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root/root/yichuang"
git clone --quiet --no-hardlinks "$here" "$root/root/yichuang"
echo "root $state, $(count) packages, commit $(git -C "$here" rev-parse --short HEAD)"

# The first line is README's own: a minimal system has no make.
script="cd /root/yichuang
command -v make >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends make; }
$command"
start=$SECONDS
status=0
# Mounts and whatever the commands leave running end with the namespace.
unshare --mount --pid --fork --kill-child sh -c '
    mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" &&
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts" &&
    exec chroot "$1" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=xterm \
        DEBIAN_FRONTEND=noninteractive sh -c "$2"' sh "$root" "$script" </dev/null || status=$?
echo "status $status after $((SECONDS - start)) s, $(count) packages"
exit $status
