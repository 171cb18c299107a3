#!/bin/sh
# A client path for Verdigris (docs/client-path.md): a small file that the application reads to find its database.
#
#   clients: { via: command, command: "./clients-config.sh /srv/shared/database.conf ./tell-the-application.sh" }
#
# The file has three lines, such as
#   state=open
#   host=10.1.0.5
#   port=5432
# and is replaced as a whole, so that nobody ever reads half of it. While state=closed, the application must not connect.
# The second argument, if any, is a program that makes the application read the file again; it is called without arguments.
set -eu

file=$1
shift
tell=:
case $1 in
  close | switch | open | status) ;;
  *) tell=$1 && shift ;;
esac

value() { sed -n "s/^$1=//p" "$file"; }

put() { # state, host, port
  new=$file.new.$$
  trap 'rm -f -- "$new"' EXIT
  printf 'state=%s\nhost=%s\nport=%s\n' "$1" "$2" "$3" >"$new" || exit 1
  mv -f -- "$new" "$file" || exit 1
}

[ -r "$file" ] || { echo "$file cannot be read" >&2; exit 1; }

case $1 in
  close)
    put closed "$(value host)" "$(value port)"
    "$tell" || exit 2
    ;;
  switch)
    put "$(value state)" "$2" "$3"
    ;;
  open)
    put open "$2" "$3"
    "$tell" || exit 2
    ;;
  status)
    echo "$(value state) $(value host) $(value port)"
    ;;
esac
