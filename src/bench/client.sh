# Sourced by src/bench/switchover and src/bench/upgrade: the client whose longest gap is the measure, and the sums.
# shellcheck shell=bash disable=SC2154

writer=''

# exec: so that $! is the client itself, and can be ended.
client() { exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp 'target/test-classes:target/classes:target/lib/*' verdigris.lab.Writer "$@"; }
url() { echo "jdbc:postgresql://$(script/lab address "$lab" proxy):6432/orders"; }

begin_writing() {
  rm -f "$work/rows"
  (client write --url "$(url)" --recording "$work/rows") >"$work/writer" 2>&1 &
  writer=$!
  await_rows 200
}

# Waits until there are more lines than this in the recording.
await_rows() {
  until [[ -s $work/rows ]] && (($(wc -l <"$work/rows") > $1)); do
    kill -0 "$writer" || { say "the client has ended: $(cat "$work/writer")" && return 1; }
    sleep 0.1
  done
}

# Lets it write on, ends it, proves that no row is lost, and notes the longest gap under this name.
end_writing() { # name
  await_rows $(($(wc -l <"$work/rows") + 200))
  kill -TERM "$writer"
  wait "$writer" || true
  writer=''
  say "$1: $(head -n 1 "$work/writer")"
  (client verify --url "$(url)" --recording "$work/rows") >"$work/verified" || { cat "$work/verified" >&2; return 1; }
  sed -n 's/.* \([0-9.]*\) s at .*/\1/p;1q' "$work/writer" >>"$work/$1.gaps"
}

# min / median / max of numbers, one a line
spread() { sort -n "$1" | awk '{ s[NR] = $1 } END { printf "%.3f / %.3f / %.3f", s[1], NR % 2 ? s[(NR + 1) / 2] : (s[NR / 2] + s[NR / 2 + 1]) / 2, s[NR] }'; }
median() { spread "$1" | cut -d' ' -f3; }

# The seconds of each step by hand, in their order.
steps() {
  local name
  cut -f1 "$work/steps" | awk '!seen[$0]++' | while IFS= read -r name; do
    awk -F'\t' -v name="$name" '$1 == name { print $2 }' "$work/steps" >"$work/one"
    printf '  %-24s %s\n' "$name" "$(spread "$work/one")"
  done
}

ratio() { # name, name of the floor, aim
  awk -v a="$(median "$work/$1.gaps")" -v b="$(median "$work/$2.gaps")" -v what="$1 / $2" -v aim="$3" \
    'BEGIN { printf "  %s = %.2f (aim: at most %s)\n", what, a / b, aim }'
}

new_lab() { # options of script/lab up
  script/lab down "$lab" >/dev/null 2>&1 || true
  script/lab up "$lab" --hosts blue,green,proxy "$@" >/dev/null
  inventory=$PWD/target/lab/$lab/inventory/hosts.yml
}

# Verdigris up to the gate, outside of the measurement, and then the outage itself.
product_prepares() { ./verdigris apply --through prepare --yes -i "$inventory" "$work/orders.yml" >"$work/prepare" 2>&1 || { tail -n 30 "$work/prepare" >&2; return 1; }; }
product_cuts_over() { ./verdigris apply --through cutover --yes -i "$inventory" "$work/orders.yml" >"$work/cutover" 2>&1 || { tail -n 30 "$work/cutover" >&2; return 1; }; }

make_ready() {
  JAVA_HOME=$(script/setup --java-home)
  export JAVA_HOME
  mkdir -p "$work"
  rm -f "$work"/*.gaps "$work/steps"
  ./verdigris --version
  [[ -d target/test-classes/verdigris/lab ]] || mvn -B -q -Dstyle.color=never test-compile
  (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '\n' >"$work/replicator.secret")
}
