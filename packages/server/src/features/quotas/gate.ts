import type { QuotaCheck, QuotaDecision, QuotaReserved } from '@pharos/core/api/quotas';
import { amountOf, type QuotaMeasure } from '@pharos/core/quotas/amount';
import type { Counted } from '@pharos/core/quotas/decide';
import { type Spender, subjectFor } from '@pharos/core/quotas/quota';
import type { Clock } from '@pharos/core/time';
import type { Ids } from '../../ids.ts';
import { CountersUnavailable, type EndOfHold, type LiveCounters, type Spent } from '../../live/counters.ts';
import type { QuotaBook } from './book.ts';
import type { Crossings } from './crossings.ts';
import { type Applied, decisionOf, refusesBlindly, withHold } from './decision.ts';
import { quotaIdOf } from './live-quota.ts';
import type { Tally } from './tally.ts';

/** May somebody spend? Answers for one project at a time; who may ask for it was settled before. */
export interface Gate {
  check(project: string, wanted: QuotaCheck): Promise<QuotaDecision>;
  reserve(project: string, wanted: QuotaCheck, ttlSeconds: number): Promise<QuotaReserved>;
  /**
   * Undefined when there is no such reservation, or no more.
   * @throws CountersUnavailable
   */
  settle(project: string, reservation: string, spent: Amounts): Promise<EndOfHold | undefined>;
  release(project: string, reservation: string): Promise<EndOfHold | undefined>;
}

export type Amounts = Partial<Record<QuotaMeasure, string | undefined>>;

export interface GateParts {
  book: Pick<QuotaBook, 'of'>;
  counters: LiveCounters;
  tally: Pick<Tally, 'knowledgeOf'>;
  crossings: Pick<Crossings, 'noteChanges'>;
  clock: Clock;
  ids: Ids;
  /** Told of each decision. */
  onDecision?(of: 'check' | 'reserve', decision: QuotaDecision): void;
  /** Told when counters could not be read or changed. */
  onUnavailable?(error: CountersUnavailable): void;
  onError(error: unknown): void;
}

/** What is wanted when nothing is said: a request. */
const wantedOf = (measure: QuotaMeasure, amounts: Amounts): number =>
  amountOf(measure, amounts[measure] ?? (measure === 'requests' ? '1' : '0')) ?? 0;

export function createGate(parts: GateParts): Gate {
  const { book, counters, tally, crossings, clock, ids } = parts;

  const appliedTo = async (project: string, wanted: QuotaCheck): Promise<Applied[]> => {
    const nowMs = clock.nowMs();
    const spender: Spender = wanted;
    const applied: Applied[] = [];
    for (const live of await book.of(project)) {
      const { quota } = live;
      const subject = subjectFor(quota.scope, spender);
      if (subject === undefined) continue;
      const { buckets, current } = live.windowAt(nowMs);
      applied.push({
        live,
        subject,
        limit: live.limitFor(subject, nowMs),
        wanted: wantedOf(quota.measure, wanted),
        buckets,
        refs: buckets.map((bucket) => live.counterOf(bucket, subject)),
        into: live.counterOf(current, subject),
        knowledge: tally.knowledgeOf(live),
      });
    }
    return applied;
  };

  /** Undefined when counters are not to be had. */
  const unlessUnavailable = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof CountersUnavailable)) throw error;
      parts.onUnavailable?.(error);
      return undefined;
    }
  };

  const read = async (project: string, applied: readonly Applied[]): Promise<Counted[][]> => {
    const counts = await counters.read(
      project,
      applied.flatMap(({ refs }) => refs),
    );
    return applied.map(({ refs }) => counts.splice(0, refs.length));
  };

  const told = <Decision extends QuotaDecision>(of: 'check' | 'reserve', decision: Decision): Decision => {
    parts.onDecision?.(of, decision);
    return decision;
  };

  /** A threshold that is crossed is noted when it is; nobody waits for that. */
  const noteChanges = async (project: string, end: EndOfHold): Promise<void> => {
    if (end.changes.length === 0) return;
    for (const live of await book.of(project)) {
      const changes = end.changes.filter(
        ({ counter }) => quotaIdOf(counter) === live.quota.id && live.bucketStartOf(counter) !== undefined,
      );
      if (changes.length > 0) await crossings.noteChanges(live, changes);
    }
  };

  return {
    async check(project, wanted) {
      const applied = await appliedTo(project, wanted);
      if (applied.length === 0) return told('check', decisionOf([], []));
      const counts = await unlessUnavailable(read(project, applied));
      return told('check', decisionOf(applied, counts));
    },

    async reserve(project, wanted, ttlSeconds) {
      const applied = await appliedTo(project, wanted);
      const nothing = { reservation: null };
      if (applied.length === 0) return told('reserve', { ...decisionOf([], []), ...nothing });
      if (applied.some((each) => refusesBlindly(each))) {
        const counts = await unlessUnavailable(read(project, applied));
        return told('reserve', { ...decisionOf(applied, counts), ...nothing });
      }
      const id = ids.id();
      const expiresAtMs = clock.nowMs() + ttlSeconds * 1000;
      const claims = applied.map(({ live, limit, wanted: amount, refs, into, knowledge }) => ({
        measure: live.quota.measure,
        amount,
        limit: live.denies && knowledge !== 'unread' ? limit : null,
        counters: refs,
        into,
      }));
      const outcome = await unlessUnavailable(counters.reserve(project, { id, expiresAtMs, claims }));
      const decision = decisionOf(applied, outcome?.counts);
      if (outcome === undefined) return told('reserve', { ...decision, ...nothing });
      if (!outcome.held) return told('reserve', { ...decision, allowed: false, ...nothing });
      const reservation = { id, expiresAt: new Date(expiresAtMs).toISOString() };
      return told('reserve', { ...withHold(decision), reservation });
    },

    async settle(project, reservation, amounts) {
      const spent: Spent = {};
      for (const measure of ['tokens', 'cost', 'requests'] as const) {
        const text = amounts[measure];
        if (text !== undefined) spent[measure] = amountOf(measure, text) ?? 0;
      }
      const end = await counters.settle(project, reservation, spent);
      if (end) noteChanges(project, end).catch(parts.onError);
      return end;
    },

    release: (project, reservation) => counters.release(project, reservation),
  };
}
