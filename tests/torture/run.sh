#!/bin/bash
# The office under blows: tests/torture/run.sh [smoke|full] [SEED]; BUILD says where the programs are.
# smoke takes about 20 s and belongs to make test; full takes about 5 minutes.
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
if [[ $regime == full ]]; then # as many forgeries of a sealed copy as a night allows
    if BUILD=$(realpath "$build") SEAL_FORGERIES=10000 SEAL_SEED=$seed python3 tests/cli/test_seal.py Sealed.test_forgeries; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
fi
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
