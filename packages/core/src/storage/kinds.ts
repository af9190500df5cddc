import { RETENTION_KINDS, type Retention, type RetentionKind } from '../retention/kinds.ts';

/** Days for which the store keeps what waits: facts that are told of a span before it is whole, and runs in flight. */
export const WAITING_DAYS = 30;

/** What is kept for a time of its own, what waits, and files that go with telemetry, which stay. */
export const STORAGE_KINDS = [...RETENTION_KINDS, 'waiting', 'files'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** For how many days what is stored is kept; null: for ever. */
export const keptDays = (kind: StorageKind, retention: Retention): number | null =>
  kind === 'files' ? null : kind === 'waiting' ? WAITING_DAYS : retention[kind satisfies RetentionKind];
