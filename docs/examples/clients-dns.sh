#!/bin/sh
# A client path for Verdigris (docs/client-path.md): a DNS name that leads to the primary, changed by nsupdate (RFC 2136).
#
#   clients: { via: command, command: "./clients-dns.sh db.example.org 192.0.2.53" }
#
# The name is an A or AAAA record with a short time to live; while clients are kept out it does not exist. Where it will lead, and the
# port, stand in a TXT record beside it, _verdigris.NAME. VERDIGRIS_DNS_KEY names a file with a TSIG key (nsupdate -k), VERDIGRIS_DNS_PORT another
# port of the server than 53.
#
# DNS keeps nobody out who is connected or has cached the name: the fence in the database does. Cached answers live on for the time to live, so
# that is the least that the outage lasts for those clients.
set -eu

name=$1 server=$2
shift 2
ttl=5
port=${VERDIGRIS_DNS_PORT:-53}

update() {
  { printf 'server %s %s\n' "$server" "$port"; cat; echo send; } | nsupdate ${VERDIGRIS_DNS_KEY:+-k "$VERDIGRIS_DNS_KEY"}
}

ask() { dig +short +time=3 +tries=2 -p "$port" "@$server" "$@"; }

kind() { case $1 in *:*) echo AAAA ;; *) echo A ;; esac; }

case ${2:-} in
  *[!0-9a-fA-F.:]*) echo "$2 is no IP address; give one in replication.address" >&2; exit 1 ;;
esac

# nsupdate changes all or nothing, but an answer that got lost leaves us without knowing which.
case $1 in
  close)
    update <<END || exit 2
update delete $name. A
update delete $name. AAAA
END
    ;;
  switch)
    update <<END || exit 2
update delete _verdigris.$name. TXT
update add _verdigris.$name. $ttl TXT "$2 $3"
END
    ;;
  open)
    update <<END || exit 2
update delete _verdigris.$name. TXT
update add _verdigris.$name. $ttl TXT "$2 $3"
update delete $name. A
update delete $name. AAAA
update add $name. $ttl $(kind "$2") $2
END
    ;;
  status)
    leads=$(ask "$name." A && ask "$name." AAAA) || exit 2
    next=$(ask "_verdigris.$name." TXT | tr -d '"') || exit 2
    if [ -z "$leads" ]; then
      echo "closed $next"
    else
      case $next in
        "$leads "*) echo "open $next" ;;
        *) echo "open $leads" ;;
      esac
    fi
    ;;
esac
