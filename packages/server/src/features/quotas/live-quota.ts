import type { QuotaRaise, StoredQuota } from '@pharos/core/api/quotas';
import { amountOf, MAX_AMOUNT, type QuotaMeasure } from '@pharos/core/quotas/amount';
import { limitAt, type Raise } from '@pharos/core/quotas/decide';
import { type Bucket, lengthOf, type QuotaWindow, windowAt } from '@pharos/core/quotas/window';
import { sha256 } from '../../ids.ts';
import type { CounterRef } from '../../live/counters.ts';

/** How long counters outlive their window: what comes late still belongs to it. */
const GRACE_MS = 3_600_000;

/** A quota as it is applied: its limits as numbers, the window that holds, the names of its counters. */
export class LiveQuota {
  readonly project: string;
  readonly quota: StoredQuota;
  /** Whether it may refuse. */
  readonly denies: boolean;
  readonly #ownLimit: number;
  readonly #raises: readonly Raise[];
  readonly #prefix: string;
  readonly #graceMs: number;
  /** Working out a window of a time zone is slow, so it is kept while it holds. */
  #window: QuotaWindow | undefined;
  /** So are the names of its groups: a rolling window has many. */
  readonly #groups = new WeakMap<Bucket, { group: string; expiresAtMs: number }>();

  constructor(project: string, quota: StoredQuota, raises: readonly QuotaRaise[]) {
    const { measure, scope, window } = quota;
    this.project = project;
    this.quota = quota;
    this.denies = quota.action === 'deny';
    this.#ownLimit = limitOf(measure, quota.limit) ?? MAX_AMOUNT - 1;
    this.#raises = raises.map((raise) => ({
      subject: raise.subject,
      limit: limitOf(measure, raise.limit),
      add: limitOf(measure, raise.add),
      createdAtMs: Date.parse(raise.createdAt),
      expiresAtMs: raise.expiresAt === null ? null : Date.parse(raise.expiresAt),
    }));
    // A quota that counts something else from now on has other counters.
    const counts = sha256(JSON.stringify([measure, scope, window])).slice(0, 8);
    this.#prefix = `${quota.id}:${counts}:`;
    this.#graceMs = Math.min(lengthOf(window), GRACE_MS);
  }

  /** What one must know of it again when it changed. */
  get version(): string {
    return `${this.#prefix}${this.quota.updatedAt}`;
  }

  limitFor(subject: string, nowMs: number): number {
    return this.#raises.length === 0 ? this.#ownLimit : limitAt(this.#ownLimit, this.#raises, subject, nowMs);
  }

  /** Whether somebody gave this subject, and not all, another limit. */
  isRaised(subject: string, nowMs: number): boolean {
    return this.#raises.some(
      (raise) => raise.subject === subject && (raise.expiresAtMs === null || raise.expiresAtMs > nowMs),
    );
  }

  windowAt(nowMs: number): QuotaWindow {
    const known = this.#window;
    if (known && known.current.startMs <= nowMs && nowMs < known.current.endMs) return known;
    this.#window = windowAt(this.quota.window, nowMs);
    return this.#window;
  }

  /** The counters of everybody in a bucket. */
  groupOf(bucket: Bucket): { group: string; expiresAtMs: number } {
    let group = this.#groups.get(bucket);
    if (group === undefined) {
      const { startMs, leavesMs } = bucket;
      group = { group: `${this.#prefix}${startMs}`, expiresAtMs: leavesMs + this.#graceMs };
      this.#groups.set(bucket, group);
    }
    return group;
  }

  counterOf(bucket: Bucket, subject: string): CounterRef {
    const { group, expiresAtMs } = this.groupOf(bucket);
    return { group, subject, expiresAtMs };
  }

  /** The bucket of one of its counters; undefined when it is a counter of something else. */
  bucketStartOf({ group }: CounterRef): number | undefined {
    return group.startsWith(this.#prefix) ? Number(group.slice(this.#prefix.length)) : undefined;
  }
}

const limitOf = (measure: QuotaMeasure, text: string | null): number | null =>
  text === null ? null : (amountOf(measure, text) ?? null);

/** The id of the quota that a counter belongs to. */
export const quotaIdOf = ({ group }: CounterRef): string => group.slice(0, group.indexOf(':'));
