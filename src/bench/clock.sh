# Seconds of whole processes, for the benchmarks that source it; they stand in $work/NAME.seconds, a run on a line.
# shellcheck shell=bash

# Appends the seconds of a command to a file.
clock() { # name, command…
  local began=$EPOCHREALTIME
  "${@:2}"
  awk -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", to - from }' >>"$work/$1.seconds"
}

# min, median, max
spread() { sort -n "$work/$1.seconds" | awk '{ s[NR] = $1 } END { printf "%.2f / %.2f / %.2f", s[1], NR % 2 ? s[(NR + 1) / 2] : (s[NR / 2] + s[NR / 2 + 1]) / 2, s[NR] }'; }

# the median over all runs of how many times longer one took than another
ratio() { # slower, faster
  paste "$work/$1.seconds" "$work/$2.seconds" | awk '{ print $1 / $2 }' | sort -n |
    awk '{ r[NR] = $1 } END { printf "%.1f", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2 }'
}
