#!/bin/bash
# The office under blows: tests/torture/run.sh [smoke|full] [SEED]; BUILD says where the programs are.
# smoke takes about 20 s and belongs to make test; full takes about half an hour, most of it a million events of the
# monkey (tests/unit/tui_screen_monkey.c) in a build with address checks.
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build} regime=${1:-smoke} seed=${2:-1}
passed=0 failed=0

run() {
    local out status
    out=$("$@" 2>&1)
    status=$?
    printf '%s\n' "$out"
    if [[ $out =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    else
        failed=$((failed + 1))
    fi
    [[ $status -eq 0 || $failed -gt 0 ]] || failed=1
}

# A program that counts its tests in its own way is one.
count() {
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

run "$build/torture/office_torture" "$regime" "$seed"
run "$build/torture/hall_torture" "$build/bin/yichuangd" . "$regime" "$seed"
if [[ $regime == full ]]; then
    count env MONKEY_SEED="$seed" MONKEY_EVENTS=1000000 "$build-asan/test/tui_screen_monkey"
    count env MONKEY_LINE=1000 "$build/test/tui_screen_golden"
fi
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
