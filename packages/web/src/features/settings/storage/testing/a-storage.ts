import type { Storage } from '@pharos/core/api/storage';

const MB = 1_000_000;

/** A megabyte of spans for each of a hundred days. */
export const aStorage = (more: Partial<Storage> = {}): Storage => ({
  asOf: '2026-11-27T12:00:00.000Z',
  today: '2026-11-27',
  bytes: 100 * MB,
  rows: 5_000_000,
  kinds: [
    {
      kind: 'spans',
      rows: 5_000_000,
      bytes: 100 * MB,
      uncompressedBytes: 800 * MB,
      keptDays: 90,
      byAge: Array.from({ length: 100 }, () => MB),
      older: 0,
      undated: 0,
      perDay: MB,
    },
  ],
  forecast: null,
  server: null,
  ...more,
});
