#!/bin/bash
# The office under blows: tests/torture/run.sh [smoke|full] [SEED]; BUILD says where the programs are.
# smoke takes about half a minute and belongs to make test; full takes about an hour.
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

run "$build/torture/office_torture" "$regime" "$seed"
run "$build/torture/hall_torture" "$build/bin/yichuangd" . "$regime" "$seed"
run "$build/faults/office_fails" "$regime"
run "$build/faults/office_power" "$regime" "$seed"
run "$build/faults/office_edits" "$regime" "$seed"
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
