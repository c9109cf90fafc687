# Sourced by run, test and scripts/postgres. Bash 3.2, so that macOS can run it as it comes.
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# No build server may outlive the command that started it.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

port_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Command line of a process; ps is missing from slim images, /proc from macOS.
args_of() {
  if [ -r "/proc/$1/cmdline" ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -o args= -p "$1"; fi 2>/dev/null || true
}

parent_of() {
  if [ -r "/proc/$1/status" ]; then awk '/^PPid:/ { print $2 }' "/proc/$1/status"; else ps -o ppid= -p "$1" 2>/dev/null | tr -d ' '; fi
}

is_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

need_dotnet() {
  local dir answer
  if ! command -v dotnet >/dev/null; then
    for dir in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
      if [ -x "$dir/dotnet" ]; then PATH="$dir:$PATH"; export PATH DOTNET_ROOT="$dir"; break; fi
    done
  fi
  local get='curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
  command -v dotnet >/dev/null || die "The .NET 10 SDK is missing; get it with: $get"
  if ! answer=$(cd "$repo" && dotnet --version 2>&1); then
    case $answer in
      *[Ll]ibicu*|*'valid ICU'*) die 'The ICU library that .NET needs is missing; get it with: sudo apt-get install -y libicu-dev' ;;
      *) die "The .NET SDK that is here is not version 10 (see global.json); get it with: $get" ;;
    esac
  fi
}

need_node() {
  local get='curl -fsSL https://deb.nodesource.com/setup_20.x | sudo bash - && sudo apt-get install -y nodejs'
  [ "$(uname -s)" != Darwin ] || get='brew install node@20'
  local version
  version=$(node -p 'parseInt(process.versions.node)' 2>/dev/null) && npm --version >/dev/null 2>&1 || die "Node.js 20 with npm is missing; get it with: $get"
  [ "$version" -ge 20 ] || die "Node.js $version is too old, 20 or newer is needed; get it with: $get"
}
