#!/bin/sh
# llama.sh - build libllama and ggml once, into the cache, for this machine's processor. Prints the folder.
# llama.sh CACHE bench builds llama.cpp's own bench tools from the same source beside it, and prints their folder.
set -eu
cache=$1 what=${2:-}
src=$(echo "$cache"/src/llama-cpp-python-*/vendor/llama.cpp)
cpu=$(grep -m1 '^flags' /proc/cpuinfo | cksum | cut -d' ' -f1)
out=$cache/build/$(basename "$(dirname "$(dirname "$src")")")-$cpu
tools="-DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TOOLS=OFF" targets=all
if [ "$what" = bench ]; then
    out=$out-bench tools="-DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TOOLS=ON" targets="llama-bench llama-batched-bench"
fi
mkdir -p "$out"
exec 9>"$out/lock"
flock 9
if ! [ -f "$out/done" ]; then
    echo "build: llama.cpp, about 4 minutes on 2 cores, once" >&2

    log=$out/build.log
    cmake -S "$src" -B "$out" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=ON \
        $tools -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF \
        -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF -DGGML_OPENMP=OFF -DLLAMA_CURL=OFF >"$log" 2>&1 || { tail -20 "$log" >&2; exit 1; }
    NINJA_STATUS='build: llama.cpp [%f/%t] ' cmake --build "$out" --target $targets 2>&1 | tee -a "$log" | awk '/\[/ { if (NR % 10 == 0) { print substr($0, 1, 60) > "/dev/stderr" } }'
    [ -f "$out/src/libllama.a" ] && { [ -z "$what" ] || [ -x "$out/bin/llama-bench" ]; } || { tail -20 "$log" >&2; exit 1; }
    touch "$out/done"
fi
echo "$out${what:+/bin}"
