#!/bin/sh
# Uploads a site to a server with rsync: only what changed is sent, and what is gone is removed at the end,
# so that no page leads to one that is not there yet.
#   hosting/upload-rsync.sh public gazette@server.example:/srv/gazette
set -eu
site=$1
to=$2
exec rsync --recursive --times --checksum --delete-after --delay-updates --exclude=/.gongbao "$site/" "$to/"
