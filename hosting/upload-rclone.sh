#!/bin/sh
# Uploads a site to storage that speaks S3 (or anything else that rclone knows): only what changed is sent.
# Set the storage up with `rclone config` first; keys stay there.
#   hosting/upload-rclone.sh public storage:gazette
set -eu
site=$1
to=$2
exec rclone sync "$site" "$to" --checksum --fast-list --delete-after --exclude=/.gongbao \
    --header-upload "Cache-Control: no-cache"
