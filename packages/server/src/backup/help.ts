export const BACKUP_HELP = `Makes a backup of all that Pharos stores, while it goes on.

  pharos backup [options]          with the settings (PHAROS_…) of the server

  --data-dir <dir>   the data directory (PHAROS_DATA_DIR)
  --to <dir>         where backups are kept, each a directory by its time (<data dir>/backups)
  --incremental      of telemetry only what is new since the last one that is whole; that one is needed to restore it
  --keep <number>    remove all but so many of the newest afterwards, and what these build upon
  --without-key      leave out encryption.key, without which the secrets of channels cannot be opened again
  --list             only list the backups there
  --verify <dir>     only look at every byte of one

Run it as the user of the server, on its machine: it asks the server through the socket in the data directory. Where no server runs,
or all stores are elsewhere, it opens them itself. ClickHouse servers make their own part: PHAROS_CLICKHOUSE_BACKUPS says where.

Exit code: 0 done, 1 it could not be (and it was said why; nothing half-made is left), 2 the command was wrong.`;

export const RESTORE_HELP = `Fills empty stores with a backup, after looking at every byte of it.

  pharos restore <backup> [options]

  --data-dir <dir>   the data directory, which is empty or not there yet (PHAROS_DATA_DIR)

With PHAROS_DATABASE_URL and PHAROS_CLICKHOUSE_URL, records and telemetry go there, into empty databases. Records of either kind of store
restore into either. The next start brings an older backup to the schema of the release.

Exit code: 0 done, 1 it could not be (and it was said why), 2 the command was wrong.`;
