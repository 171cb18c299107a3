# Sourced by src/bench/switchover and src/bench/upgrade: what a careful DBA types for the same job, in the best order, over
# connections that are open already, with everything prepared that can be prepared. Nothing here knows Verdigris.
# Needs: $lab (name of a lab that is up with blue, green and proxy) and $work (a directory).
# shellcheck shell=bash disable=SC2154

readonly eleven=/usr/lib/postgresql/11/bin fifteen=/usr/lib/postgresql/15/bin
# Debian's psql is a Perl program that finds the real one; with this path the real one starts at once.
readonly path="PATH=$fifteen:$eleven:\$PATH" psql='psql -XAtq -v ON_ERROR_STOP=1'

say() { printf 'bench: %s\n' "$*" >&2; }
address() { script/lab address "$lab" "$1"; }

# Runs the script on standard input on a host, as postgres.
on() { # host
  local ssh=(ssh -i "target/lab/$lab/id_ed25519" -l deploy -o "UserKnownHostsFile=target/lab/$lab/inventory/known_hosts"
    -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes -o ControlMaster=auto -o ControlPersist=600 -o "ControlPath=/tmp/%C")
  { echo "$path"; cat; } | "${ssh[@]}" "$(address "$1")" 'sudo -n -u postgres bash -euo pipefail -s'
}
# As the lab's owner: only for what no measurement includes.
as_root() { script/lab exec "$lab" "$1" bash -euo pipefail -s; }

# Runs a command and notes its seconds in $work/steps.
step() { # name, command…
  local began=$EPOCHREALTIME
  "${@:2}"
  awk -v name="$1" -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN { printf "%s\t%.3f\n", name, to - from }' >>"$work/steps"
}

# ---- before: no outage ----------------------------------------------------------------------------------------------------

# Green becomes a streaming standby of blue; both have a fence and the way back to a standby lying ready.
make_pair() {
  local blue green
  blue=$(address blue) green=$(address green)
  as_root proxy <<END
runuser -u postgres -- mkdir -p /var/lib/postgresql/ready
sed 's/host=blue/host=green/' /etc/pgbouncer/pgbouncer.ini | runuser -u postgres -- tee /var/lib/postgresql/ready/pgbouncer.ini >/dev/null
END
  as_root blue <<END
runuser -u postgres -- $psql -c "SET password_encryption = 'scram-sha-256'" -c "CREATE ROLE replicator REPLICATION LOGIN PASSWORD 'by-hand'"
sed -i '1i host replication replicator 198.18.0.0/15 scram-sha-256' /etc/postgresql/11/main/pg_hba.conf
runuser -u postgres -- $psql -c 'SELECT pg_reload_conf()' -c "SELECT pg_create_physical_replication_slot('green', true)"
$(ready "$green" blue)
END
  as_root green <<END
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/bench.conf
DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-11 postgresql-15 >/dev/null 2>&1
pg_createcluster 11 main --port 5432 --locale en_US.UTF-8 --start-conf auto >/dev/null
rm -rf /var/lib/postgresql/11/main
$(ready "$blue" green)
printf '%s\n' "listen_addresses = '*'" 'work_mem = 8MB' >/etc/postgresql/11/main/conf.d/bench.conf
cat >>/etc/postgresql/11/main/pg_hba.conf <<HBA
host replication replicator 198.18.0.0/15 scram-sha-256
host orders app 198.18.0.0/15 scram-sha-256
HBA
cd /var/lib/postgresql
runuser -u postgres -- env PGPASSFILE=/var/lib/postgresql/ready/pass $fifteen/pg_basebackup -D 11/main -d 'host=$blue user=replicator' -S green -X stream -c fast --no-password
install -o postgres -g postgres -m 600 ready/recovery.conf 11/main/recovery.conf
systemctl start postgresql@11-main
until [[ \$(runuser -u postgres -- $psql -c 'SELECT status FROM pg_stat_wal_receiver') == streaming ]]; do sleep 0.1; done
runuser -u postgres -- $psql -c "SELECT pg_create_physical_replication_slot('blue', true)"
END
}

# The files that lie ready on a host: its passfile, its fence, and what makes it a standby of the other.
ready() { # address of the other, own slot there
  cat <<END
install -d -o postgres -g postgres -m 700 /var/lib/postgresql/ready
cd /var/lib/postgresql/ready
cat >pass <<X
*:5432:*:replicator:by-hand
X
cat >fence <<X
local all postgres peer
host replication replicator 198.18.0.0/15 scram-sha-256
local all all reject
host all all all reject
X
cat >recovery.conf <<X
standby_mode = on
recovery_target_timeline = 'latest'
primary_slot_name = '$2'
primary_conninfo = 'host=$1 port=5432 user=replicator passfile=/var/lib/postgresql/ready/pass application_name=$2'
X
chown postgres:postgres *
chmod 600 *
cd /
END
}

# The new instance, its configuration and pg_upgrade's own check, while blue serves.
prepare_upgrade() {
  as_root green <<END
pg_createcluster 15 main --port 5432 --locale en_US.UTF-8 --encoding UTF8 --start-conf manual >/dev/null
cp -p /etc/postgresql/11/main/pg_hba.conf /etc/postgresql/15/main/pg_hba.conf
printf '%s\n' "listen_addresses = '*'" 'work_mem = 8MB' >/etc/postgresql/15/main/conf.d/bench.conf
install -d -o postgres -g postgres -m 700 /var/lib/postgresql/upgrade
END
  on green <<<"cd /var/lib/postgresql/upgrade && $(pg_upgrade --check)" >"$work/check"
}

pg_upgrade() { echo "$fifteen/pg_upgrade --link --jobs=2 -U postgres -b $eleven -B $fifteen -d /etc/postgresql/11/main -D /etc/postgresql/15/main $*"; }

# Opens the connections, and writes out what a shutdown would have to write.
warm_up() {
  on proxy <<<:
  on green <<<:
  on blue <<<"$psql -c CHECKPOINT"
}

# ---- the outage -----------------------------------------------------------------------------------------------------------

pause() { on proxy <<<"$psql -p 6432 -U pgbouncer -d pgbouncer -c PAUSE"; }

# A fence that no session can get around, a clean stop, and a marker so that blue can only come back as a standby. Leaves
# blue's last checkpoint in $checkpoint.
stop_blue() {
  checkpoint=$(
    on blue <<END
cat /var/lib/postgresql/ready/fence >/etc/postgresql/11/main/pg_hba.conf
$psql -c 'SELECT pg_reload_conf()' -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" >/dev/null
$eleven/pg_ctl stop -s -w -m fast -D /var/lib/postgresql/11/main
cp /var/lib/postgresql/ready/recovery.conf /var/lib/postgresql/11/main/recovery.conf
sync /var/lib/postgresql/11/main/recovery.conf
$eleven/pg_controldata /var/lib/postgresql/11/main | sed -n '/cluster state: *shut down$/h; s/^Latest checkpoint location: *//; T; G; s/\n..*//p'
END
  )
  [[ $checkpoint == */* ]] || { say "blue did not stop cleanly: $checkpoint" && return 1; }
}

# Green has everything, and becomes the primary.
promote_green() {
  on green <<END
[[ \$($psql -c "SELECT pg_last_wal_replay_lsn() > '$checkpoint'") == t ]]
$eleven/pg_ctl promote -s -w -D /var/lib/postgresql/11/main
END
}

readonly lead_to_green="cat /var/lib/postgresql/ready/pgbouncer.ini >/etc/pgbouncer/pgbouncer.ini
$psql -p 6432 -U pgbouncer -d pgbouncer -c RELOAD"

# Clients are led to green. RELOAD comes last before RESUME (postgres.md 3.4).
resume_on_green() { on proxy <<<"$lead_to_green -c RESUME"; }

# The same for a pooler that nobody has paused.
lead_to_green() { on proxy <<<"$lead_to_green"; }

stop_green() { on green <<<"$eleven/pg_ctl stop -s -w -m fast -D /var/lib/postgresql/11/main"; }

upgrade_green() { on green <<<"cd /var/lib/postgresql/upgrade && $(pg_upgrade)" >"$work/pg_upgrade"; }

# By pg_ctl and not by the unit, whose Perl program waits for longer than the server needs.
start_15() {
  on green <<<"$fifteen/pg_ctl start -s -w -D /var/lib/postgresql/15/main -l /var/log/postgresql/postgresql-15-main.log -o '-c config_file=/etc/postgresql/15/main/postgresql.conf'"
}

# ---- after ----------------------------------------------------------------------------------------------------------------

# Blue follows green on the same data directory.
blue_follows() {
  on green <<<"$psql -c CHECKPOINT"
  as_root blue <<<'systemctl start postgresql@11-main'
  on green <<<"until [[ \$($psql -c \"SELECT state FROM pg_stat_replication WHERE application_name = 'blue'\") == streaming ]]; do sleep 0.1; done"
}

# Waits until one host has replayed all that the other has written until now.
caught_up() { # standby, primary
  local lsn
  lsn=$(on "$2" <<<"$psql -c 'SELECT pg_current_wal_lsn()'")
  on "$1" <<<"until [[ \$($psql -c \"SELECT pg_last_wal_replay_lsn() >= '$lsn'\") == t ]]; do sleep 0.1; done"
}

first_statistics() {
  on green <<<"cd / && PGOPTIONS='-c default_statistics_target=1 -c vacuum_cost_delay=0' $fifteen/vacuumdb --quiet --all --analyze-only --jobs=2"
}
