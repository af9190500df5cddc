import type { StoredKind } from '@pharos/core/storage/forecast';
import { STORAGE_KINDS, type StorageKind } from '@pharos/core/storage/kinds';
import type { Stored } from '../../store/telemetry/storage/stored.ts';

export interface SizedKind extends StoredKind {
  rows: number;
  bytes: number;
  uncompressedBytes: number;
  byAge: number[];
}

/** Files that came on a day, by its number since 1970. */
export interface FilesOfDay {
  day: number;
  files: number;
  bytes: number;
}

type Found = Pick<Stored, 'day' | 'rows' | 'bytes' | 'uncompressed'> & { kind: StorageKind };

/** What is stored, by kind and by age: so many days one by one, what is older together. Kinds that have nothing are left out. */
export function byKind(
  stored: readonly Stored[],
  files: readonly FilesOfDay[],
  today: number,
  days: number,
): SizedKind[] {
  const found: Found[] = [
    ...stored,
    // A file is compressed by whoever made it.
    ...files.map(({ day, files: rows, bytes }) => {
      return { kind: 'files' as const, day, rows, bytes, uncompressed: bytes };
    }),
  ];
  return STORAGE_KINDS.flatMap((kind) => {
    const ours = found.filter((each) => each.kind === kind);
    if (ours.length === 0) return [];
    const byAge = new Array<number>(days).fill(0);
    const sized = { kind, rows: 0, bytes: 0, uncompressedBytes: 0, byAge, older: 0, undated: 0 };
    for (const { day, rows, bytes, uncompressed } of ours) {
      sized.rows += rows;
      sized.bytes += bytes;
      sized.uncompressedBytes += uncompressed;
      // What a clock that is fast has sent is of today.
      const age = day === undefined ? undefined : Math.max(0, today - day);
      if (age === undefined) sized.undated += bytes;
      else if (age >= days) sized.older += bytes;
      else byAge[age] = (byAge[age] ?? 0) + bytes;
    }
    return sized;
  });
}
