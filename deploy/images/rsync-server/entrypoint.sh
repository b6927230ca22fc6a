#!/bin/sh
# Serves the mirror read-only by rsync. Environment: MODULE, DATA_DIR, POD_IP (127.0.0.1), RSYNC_PORT (8730),
# MAX_CONNECTIONS (100), TMPDIR (/tmp).
set -eu
umask 077

fail() {
  printf 'rsync-server: %s\n' "$1" >&2
  exit 64
}

: "${MODULE:?is not set}" "${DATA_DIR:?is not set}"
address="${POD_IP:-127.0.0.1}" port="${RSYNC_PORT:-8730}" connections="${MAX_CONNECTIONS:-100}" scratch="${TMPDIR:-/tmp}"
# None of these may bring a line or a section of its own into the configuration.
case "$MODULE" in *[!a-zA-Z0-9._-]*) fail 'MODULE may have letters, digits, dots, dashes and underscores' ;; esac
case "$address" in *[!0-9a-fA-F.:]*) fail 'POD_IP is no address' ;; esac
case "$port$connections" in *[!0-9]*) fail 'RSYNC_PORT and MAX_CONNECTIONS are numbers' ;; esac
case "$DATA_DIR$scratch" in *[![:print:]]* | *%*) fail 'DATA_DIR and TMPDIR must be printable and without %' ;; esac

# As root, which no cluster allows, rsync would turn into `nobody`, who may not read the volume.
owner=''
[ "$(id -u)" -ne 0 ] || owner='uid = 0
gid = 0'

config=$(mktemp "$scratch/rsyncd.XXXXXX")
cat >"$config" <<EOF
address = $address
port = $port
use chroot = no
$owner
pid file = $config.pid
lock file = $config.lock
socket options = TCP_NODELAY
log file = /dev/stderr
read only = yes
list = yes
max connections = $connections
timeout = 600
munge symlinks = no
reverse lookup = no
dont compress = *

[$MODULE]
path = $DATA_DIR/mirror
exclude = .~tmp~/
EOF
exec rsync --daemon --no-detach --config="$config"
