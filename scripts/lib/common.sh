# Shared by the scripts beside this folder: finding the repository, installing packages, building.
# shellcheck shell=bash

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

fail() {
    printf '%s: error: %s\n' "$(basename -- "$0")" "$1" >&2
    exit "${2:-1}"
}

# Installs the Debian packages that are missing. Does nothing, and asks no network, when none is.
need_packages() {
    local missing=() package runner=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "packages are missing (${missing[*]}); install them as root with apt-get" 69
        runner=(sudo)
    fi
    printf 'Installing %s …\n' "${missing[*]}" >&2
    {
        "${runner[@]}" apt-get update -q &&
            "${runner[@]}" env DEBIAN_FRONTEND=noninteractive \
                apt-get install -q -y --no-install-recommends "${missing[@]}"
    } >&2 || fail "could not install ${missing[*]}; see the lines above" 69
}

# What every build needs beside the Swift toolchain.
need_build_packages() {
    command -v swift >/dev/null || fail "no swift on the PATH; install a Swift 6.3 toolchain first" 69
    need_packages libpango1.0-dev libqrencode-dev libsqlite3-dev libudev-dev pkg-config zlib1g-dev
}

# The folder of the built programs: debug unless $1 is release. Builds what is out of date; prints to stderr.
build_programs() {
    local configuration=${1:-debug} product
    for product in kiosk-central kiosk-raster kiosk-sim kioskctl kioskd; do
        swift build --package-path "$repository" -c "$configuration" --product "$product" >&2 ||
            fail "the build of $product failed; see the lines above" 70
    done
    programs=$(swift build --package-path "$repository" -c "$configuration" --show-bin-path)
}

# Keys, a registry of made-up plates and a supervisor for a rehearsal, in folder $1; what is there stays. The registry is
# of day $2; supervisor $3 has the PIN $4.
make_rehearsal_files() {
    local folder=$1 day=$2 supervisor=$3 pin=$4 central=$programs/kiosk-central hash
    {
        { [ -s "$folder/digest.key" ] || "$central" key digest --out "$folder/digest.key"; } &&
            { [ -s "$folder/registry.key" ] || "$central" key new --out "$folder" --name registry; } &&
            { [ -s "$folder/signing.key" ] || "$central" key new --out "$folder" --name signing; } &&
            { [ -s "$folder/registry.snapshot" ] || "$central" registry import --rehearsal \
                "$repository/config/rehearsal/registry.csv" --out "$folder/registry.snapshot" --as-of "$day" \
                --version "rehearsal-$day" --issuer "made up for rehearsals" \
                --digest-key "$folder/digest.key" --signing-key "$folder/registry.key"; }
    } >"$folder/preparation.log" || fail "keys and registry of the rehearsal could not be made; see above" 70
    [ -s "$folder/supervisors.yaml" ] || {
        hash=$(printf '%s\n' "$pin" | "$programs/kioskd" --hash-pin) || fail "no hash of the PIN" 70
        printf 'supervisors:\n  - {id: %s, pin: "%s"}\n' "$supervisor" "$hash" >"$folder/supervisors.yaml"
        chmod 600 "$folder/supervisors.yaml"
    }
}

# A registry of many made-up people, crowd.snapshot of day $2, beside the rehearsal's files in folder $1.
make_crowd_registry() {
    local folder=$1 day=$2
    [ -s "$folder/crowd.snapshot" ] && return
    { python3 "$repository/Tests/Visits/people.py" 3000 >"$folder/crowd.csv" &&
        "$programs/kiosk-central" registry import --rehearsal "$folder/crowd.csv" --out "$folder/crowd.snapshot" \
            --as-of "$day" --version "crowd-$day" --issuer "made up for tests" --digest-key "$folder/digest.key" \
            --signing-key "$folder/registry.key" >"$folder/preparation.log"; } ||
        fail "the crowd's registry could not be made; see above" 70
}

# An authority and a server's certificate for host $2 in folder $1; what is there stays. Prints the lines for
# central.yaml. The keys that sign and seal are those of the rehearsal.
make_trust() {
    local folder=$1 host=$2 central=$programs/kiosk-central keys=$repository/config/rehearsal
    {
        { [ -s "$folder/authority.crt" ] || "$central" ca new --out "$folder"; } &&
            { [ -s "$folder/server.crt" ] || "$central" ca server --host "$host" --authority "$folder" --out "$folder"; }
    } >>"$folder/preparation.log" || fail "the authority could not be made; see above" 70
    cat <<YAML
tls:
  certificate: $folder/server.crt
  key: $folder/server.key
  authority: $folder/authority.crt
  authorityKey: $folder/authority.key
  sealingKeys: $keys/sealing-keys
answerKey: $keys/central.key
YAML
}

# Enrols kiosk $4, whose settings are $2, at the running central whose control socket is $1; its digest key goes to $3.
enrol_kiosk() {
    local socket=$1 settings=$2 digest_key=$3 kiosk=$4 token
    token=$("$programs/kiosk-central" token new --kiosk "$kiosk" --socket "$socket") || fail "no token for $kiosk" 70
    "$programs/kioskctl" enrol --config "$settings" --token - --digest-key-out "$digest_key" <<<"$token" >&2 ||
        fail "$kiosk could not be enrolled" 70
}
