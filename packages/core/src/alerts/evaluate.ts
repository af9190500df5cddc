import type { Judgement } from './judge.ts';
import type { RuleInput } from './rule.ts';
import { isOpen, type Standing, step, type Timing, type Turn } from './standing.ts';

/** What one group told at an evaluation. */
export interface Reading {
  /** Its value for each label of the rule's groups, in order. */
  group: readonly string[];
  judgement: Judgement;
  /** In words, where what tells it apart is none. */
  called?: string;
}

/** A group's name among those of its rule: stable, and no two have the same. */
export const groupKey = (group: readonly string[]): string => JSON.stringify(group);

/** All groups of a rule that are known, by {@link groupKey}. */
export type Standings = ReadonlyMap<string, Standing>;

export interface GroupTurn {
  key: string;
  turn: Turn;
  standing: Standing;
  /** As its reading calls it; absent where it told nothing. */
  called?: string;
}
export interface Evaluation {
  standings: Map<string, Standing>;
  /** Ends before beginnings, each in order of keys. */
  turns: GroupTurn[];
  /** Groups that are well and were forgotten to make room. */
  dropped: number;
}

const HOUR = 3_600_000;
/** A group that tells nothing for so long is not expected any more. */
const FORGET_MS = 24 * HOUR;
/** … where it is silence that a rule looks for. */
const FORGET_SILENT_MS = 7 * 24 * HOUR;
/** So many times the groups that one evaluation sees are remembered, for those that come and go. */
const REMEMBERED = 3;

type Evaluated = Pick<RuleInput, 'watch' | 'forSeconds' | 'recoverSeconds' | 'noData' | 'everySeconds'>;

/**
 * One evaluation of a rule: every group that told something, and every one that is known and did not, takes one step.
 * A function of its arguments alone, so that a backtest and the evaluation as it happens agree.
 */
export function evaluate(
  rule: Evaluated,
  prior: Standings,
  readings: readonly Reading[],
  atMs: number,
): Evaluation {
  const timing = timingOf(rule);
  const silence: Judgement = {
    signal: rule.watch.kind === 'metric' ? 'nothing' : 'good',
    value: null,
    limit: null,
  };
  const told = new Map(readings.map((reading) => [groupKey(reading.group), reading]));
  const standings = new Map<string, Standing>();
  const turns: GroupTurn[] = [];
  const constant = always(rule);
  for (const key of new Set([...constant, ...prior.keys(), ...told.keys()])) {
    const { standing, turn } = step(prior.get(key), told.get(key)?.judgement ?? silence, atMs, timing);
    const forgotten = !constant.includes(key) && isForgotten(standing, timing);
    if (!forgotten) standings.set(key, standing);
    const happened = turn ?? (forgotten && isOpen(standing.phase) ? 'ended' : undefined);
    if (happened === undefined) continue;
    const called = told.get(key)?.called;
    turns.push({ key, turn: happened, standing, ...(called === undefined ? {} : { called }) });
  }
  const dropped = makeRoom(standings, roomOf(rule));
  return { standings, turns: turns.sort(inOrder), dropped };
}

/** The one group of a rule that has no groups is there before it ever told anything. */
const always = ({ watch }: Evaluated): string[] =>
  watch.kind === 'metric' && watch.by.length === 0 ? [groupKey([])] : [];

function timingOf({ watch, everySeconds, noData, ...rest }: Evaluated): Timing {
  const ofMetric = watch.kind === 'metric';
  return {
    ...rest,
    noData: ofMetric && watch.condition.kind === 'noData' ? 'alert' : noData,
    staleSeconds: Math.max(3 * everySeconds, ofMetric ? watch.windowSeconds : 0),
  };
}

/** What fires because it is bad is kept however long it tells nothing: a rule says itself when that has an end. */
function isForgotten({ phase, cause, atMs, toldAtMs }: Standing, { noData }: Timing): boolean {
  const mayGo = phase === 'ok' || (isOpen(phase) && cause === 'noData');
  return mayGo && atMs - toldAtMs > (noData === 'alert' ? FORGET_SILENT_MS : FORGET_MS);
}

const roomOf = ({ watch }: Evaluated): number =>
  REMEMBERED * (watch.kind === 'metric' ? watch.maxGroups : 500) + 1;

/** Forgets groups that are well, those first that told nothing for the longest time; how many. */
function makeRoom(standings: Map<string, Standing>, room: number): number {
  const excess = standings.size - room;
  if (excess <= 0) return 0;
  const well = [...standings].filter(([, { phase }]) => phase === 'ok');
  const oldest = well.sort(([, a], [, b]) => a.toldAtMs - b.toldAtMs).slice(0, excess);
  for (const [key] of oldest) standings.delete(key);
  return oldest.length;
}

const inOrder = (a: GroupTurn, b: GroupTurn): number =>
  a.turn === b.turn ? (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) : a.turn === 'ended' ? -1 : 1;
