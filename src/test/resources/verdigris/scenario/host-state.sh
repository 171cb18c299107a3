# Prints what a host is made of, one line a thing, for HostState.
set -euo pipefail
export LC_ALL=C

# One line a name, whatever is in the name.
lines() { tr '\n\0' '?\n' | sort; }

# What a server writes while it runs: data, WAL, statistics. That the directories are there is printed.
inside=(-path '/var/lib/postgresql/*' -type d '(' -name base -o -name global -o -name 'pg_[a-z]*' ')')
notes=(-path '/var/lib/postgresql/*' -name 'postmaster.*')
trees=()
for tree in /etc /home /root /srv /usr/local /var/lib/postgresql /var/spool; do
  [[ ! -d $tree ]] || trees+=("$tree")
done
find "${trees[@]}" -ignore_readdir_race "${notes[@]}" -o -printf '%M %u:%g %p %l\0' "${inside[@]}" -prune | lines
find "${trees[@]}" -ignore_readdir_race "${inside[@]}" -prune -o "${notes[@]}" -o -type f -print0 |
  xargs -0 -r sha256sum -z | lines
find /run /tmp /var/tmp -ignore_readdir_race -name '*verdigris*' -print0 | lines

# Which units are enabled is told by links below /etc.
dpkg-query -W -f 'package ${db:Status-Abbrev} ${Package} ${Version}\n'
systemctl list-units --all --no-legend --no-pager --plain 'postgresql*' 'pgbouncer*' 'repmgr*' 'verdigris*' |
  awk '{ print $1, $2, $3, $4 }' | sort

# What each server that runs has, and after RUN when it was started and when it last read its files.
for socket in /run/postgresql/.s.PGSQL.*; do
  [[ -S $socket ]] || continue
  client=(/usr/lib/postgresql/*/bin/psql)
  status=0
  told=$(runuser -u postgres -- "${client[-1]}" -XAtq -v ON_ERROR_STOP=1 -h /run/postgresql -p "${socket##*.}" -d postgres -c "
    SELECT 'role', r::text FROM pg_authid r UNION ALL
    SELECT 'member', m::text FROM pg_auth_members m UNION ALL
    SELECT 'database', datname || ' ' || datdba || ' ' || coalesce(datacl::text, '') FROM pg_database UNION ALL
    SELECT 'role setting', s::text FROM pg_db_role_setting s UNION ALL
    SELECT 'slot', slot_name || ' ' || slot_type || ' ' || active FROM pg_replication_slots UNION ALL
    SELECT 'hba', h::text FROM pg_hba_file_rules h UNION ALL
    SELECT 'setting', name || ' = ' || setting || ' from ' || source || ' ' || coalesce(sourcefile, '') ||
      CASE WHEN pending_restart THEN ' pending' ELSE '' END FROM pg_settings UNION ALL
    SELECT 'RUN', pg_postmaster_start_time() || ' ' || pg_conf_load_time() || ' ' || pg_is_in_recovery()
    ORDER BY 1, 2" 2>&1) || status=$?
  # 2: nobody listens on the socket, or the server lets nobody in.
  ((status == 0 || status == 2)) || { echo "$told" >&2; exit 1; }
  ((status == 2)) || sed "s/^/${socket##*.} /; s/^\([0-9]*\) RUN/RUN|\1/" <<<"$told"
done
