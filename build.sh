#!/usr/bin/env bash
# Builds, runs, tests, publishes and measures Engine. Each verb installs what it needs (Debian and Ubuntu: by apt) before it starts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

usage() {
  cat <<'END'
usage: ./build.sh VERB
  run [CONF]          publish when something changed, and serve CONF (default conf/nginx.conf) in the foreground
  test [FILTER]       build, publish and run all tests; FILTER as for dotnet test --filter
  publish             make the relocatable tree out/ (sbin, conf, lualib, html, logs)
  bench [--scenario NAME] [--seconds N] [--rounds N]
                      load against nginx (see bench/README.md); --list shows the scenarios
  bench robustness [NAME...]
                      reloads, kills, too many connections and slow clients
  bench micro [PATTERN...]
                      micro-benchmarks whose name matches, all without a pattern
  build               compile everything, warnings are errors
END
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 1; }

# --- what a machine needs -------------------------------------------------------------------------------------------------------

# One package a line: the package, then what proves that it is there (a command, or a file that may be a pattern).
build_packages='
  libluajit2-5.1-dev  /usr/include/luajit-2.1/luajit.h
  libpcre2-dev        /usr/include/pcre2.h
  libperl-dev         /usr/lib/*/libperl.so
  libssl-dev          /usr/include/openssl/ssl.h
  libxslt1-dev        /usr/include/libxslt/xslt.h
  clang               clang
  gcc                 gcc
'
# Peers that tests start themselves; a package stands here as soon as a test uses it.
test_packages='
  lua-cjson            /usr/lib/*/lua/5.1/cjson.so
  lua-nginx-cookie     /usr/share/lua/5.1/nginx/cookie.lua
  lua-nginx-dns        /usr/share/lua/5.1/nginx/dns/resolver.lua
  lua-nginx-memcached  /usr/share/lua/5.1/nginx/memcached.lua
  lua-nginx-redis      /usr/share/lua/5.1/nginx/redis.lua
  lua-nginx-string     /usr/share/lua/5.1/nginx/string.lua
  lua-nginx-websocket  /usr/share/lua/5.1/nginx/websocket/server.lua
  lua-resty-lrucache   /usr/share/lua/5.1/resty/lrucache.lua
  memcached            memcached
  nginx                /usr/sbin/nginx
  openssl              openssl
  redis-server         redis-server
'
bench_packages='
  wrk                     wrk
  nginx                   /usr/sbin/nginx
  libnginx-mod-http-lua   /usr/lib/nginx/modules/ngx_http_lua_module.so
  libnginx-mod-stream     /usr/lib/nginx/modules/ngx_stream_module.so
  lua-cjson               /usr/lib/*/lua/5.1/cjson.so
  lua-nginx-redis         /usr/share/lua/5.1/nginx/redis.lua
  redis-server            redis-server
  redis-tools             redis-cli
  util-linux              taskset
'

is_present() {
  case $1 in
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

need() {
  local package probe
  local -a missing=()
  while read -r package probe; do
    [ -z "$package" ] || is_present "$probe" || missing+=("$package")
  done <<<"$1"
  [ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
}

# A subshell, so that what it prepares is undone by its own exit.
install() (
  command -v apt-get >/dev/null || fail "please install what this needs (names as in Debian): $*"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "please install, as root: apt-get install $*"
    as_root=(sudo)
  fi
  say "installing $*"
  start_no_services
  apt_install "$@" || { "${as_root[@]}" apt-get update -q >&2 && apt_install "$@"; } || fail "apt-get could not install: $*"
)

apt_install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

# Packages of servers start them. Debian asks this file first: while it is there, none is started.
start_no_services() {
  local policy=/usr/sbin/policy-rc.d
  [ ! -e $policy ] || return 0
  trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod 755 $policy
}

need_sdk() {
  local installed=${HOME:-/root}/.dotnet
  command -v dotnet >/dev/null || [ ! -x "$installed/dotnet" ] || PATH="$installed:$PATH"
  if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
    say "The .NET SDK 10.0 is needed (global.json says which) and was not found."
    say "Install it as https://dotnet.microsoft.com/download/dotnet/10.0 describes, for instance"
    say "  apt-get install dotnet-sdk-10.0      where the distribution has it, or"
    say "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    say "and run this again."
    exit 1
  fi
}

# --- verbs ----------------------------------------------------------------------------------------------------------------------

runtime_identifier() {
  local os=linux arch=x64
  case $(uname -s) in Darwin) os=osx ;; esac
  case $(uname -m) in aarch64 | arm64) arch=arm64 ;; esac
  echo "$os-$arch"
}

build() {
  need_sdk
  need "$build_packages"
  dotnet build Engine.sln -v q -clp:NoSummary -warnaserror
}

# Everything the executable is made of, generated folders left out. A folder changes when a file in it is removed; those of the
# projects themselves (src/NAME) change with every build.
newer_than_published() {
  [ ! -e out/.published ] || [ ! -x out/sbin/engine ] ||
    find src Directory.Build.props Directory.Packages.props global.json \( -name bin -o -name obj \) -prune -o \
      \( -type f -o -path 'src/*/*' \) -newer out/.published -print -quit | grep -q .
}

publish() {
  need_sdk
  need "$build_packages"
  mkdir -p out/sbin out/logs
  if newer_than_published; then
    say "publishing (native compilation, about a minute)"
    touch out/.publishing
    dotnet publish src/Host/Engine.Host.csproj -c Release -r "$(runtime_identifier)" -v q -clp:NoSummary -warnaserror -p:IlcInstructionSet="$(instruction_set)" -o out/.stage >&2 ||
      fail "publishing failed"
    place_binaries
    mv out/.publishing out/.published
  fi
  for folder in bin conf html lualib; do
    [ ! -d $folder ] || cp -R $folder out/
  done
}

# What this machine's processor can do; ENGINE_CPU=x86-64-v2 and the like build for others.
instruction_set() {
  if [ -n "${ENGINE_CPU:-}" ]; then
    echo "$ENGINE_CPU"
  elif [ "$(uname -m)" = x86_64 ] && grep -qw avx2 /proc/cpuinfo && grep -qw bmi2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo && grep -qw movbe /proc/cpuinfo; then
    echo x86-64-v3
  fi
}

# A new file in place of the old one, not new bytes in it: the old binary may be running.
place_binaries() {
  local file
  for file in out/.stage/*; do
    case $file in *.dbg | *.pdb | *.dwarf | *.dSYM | *.xml) continue ;; esac
    mv -f "$file" out/sbin/
  done
  rm -rf out/.stage
}

run() {
  publish
  local conf=${1:-conf/nginx.conf} ports
  case $conf in
    conf/*) ;;
    *) conf=$(realpath "$conf") ;;
  esac
  case $conf in
    /*) ports=$(listening_ports "$conf") ;;
    *) ports=$(listening_ports "out/$conf") ;;
  esac
  local port
  for port in $ports; do say "serving http://localhost:$port/"; done
  say "stop with Ctrl-C; logs are in out/logs/"
  exec out/sbin/engine -p "$PWD/out/" -c "$conf" -g 'daemon off;'
}

# The TCP ports of the plain listen directives, for the line that says where to look.
listening_ports() {
  sed -nE 's/^[[:space:]]*listen[[:space:]]+([0-9.*]+:)?([0-9]+)[[:space:];].*/\2/p' "$1" | sort -un
}

run_tests() {
  local filter=${1:-} results failed=0
  need "$test_packages"
  results=$(mktemp -d)
  ./build.sh build && ./build.sh publish || { report "$results" 1; return 1; }
  test_projects Engine.sln "$results" "$filter" || failed=1
  # What serves requests, on the portable event method as well.
  local project
  for project in tests/Http.Tests tests/Upstream.Tests tests/Stream.Tests tests/Mail.Tests tests/Conformance; do
    ENGINE_EVENT_METHOD=sockets test_projects $project "$results" "$filter" || failed=1
  done
  report "$results" $failed
}

test_projects() {
  ENGINE_BINARY="$PWD/out/sbin/engine" dotnet test "$1" --no-build -m:1 ${3:+--filter "$3"} \
    --logger 'trx;LogFilePrefix=tests' --results-directory "$2" --logger "console;verbosity=minimal"
}

# The one closing line. What failed outside a test (a build, a test host that died) counts as one more failure.
report() {
  local passed failed
  passed=$(sum_of passed "$1")
  failed=$(sum_of failed "$1")
  rm -rf "$1"
  [ "$2" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

sum_of() {
  find "$2" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + 2>/dev/null |
    sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }' || true
}

bench() {
  need_sdk
  need "$build_packages"
  if [ "${1:-}" = micro ]; then
    shift
    [ $# -gt 0 ] || set -- '*'
    dotnet run --project bench/Micro -c Release -- --filter "$@"
    return
  fi
  need "$bench_packages"
  local program=bench/Load/bin/Release/net10.0/Engine.Bench.Load
  case " $* " in
    *" --engine "* | *" --list "*) ;;
    *) publish ;;
  esac
  dotnet build bench/Load -c Release -v q -clp:NoSummary -warnaserror >&2
  exec "$program" "$@"
}

verb=${1:-}
shift || true
case $verb in
  run) run "$@" ;;
  test) run_tests "$@" ;;
  publish) publish && say "published to out/" ;;
  bench) bench "$@" ;;
  build) build ;;
  *) usage; [ "$verb" = help ] || [ "$verb" = --help ] || exit 2 ;;
esac
