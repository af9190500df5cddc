import type { Node } from './node.ts';

/**
 * What spans tell each other so that every token is counted once. An agent, chain or plain span repeats its children, so it counts only
 * while nothing in it spends. A model call directly inside a model call is one call seen by two instrumentations: the inner one counts,
 * as tokens and as a call. An estimate stands in where nobody reports: it does not count while a span around it reports what its calls
 * used, or one in it reports or is estimated as well.
 */

/** Told to the parent, as bits: it or something in it spends. */
const SPENDS = 1;
/** It is a model call that spends. */
const CALLS = 2;
/** It or something in it, with nothing between that stands apart, spends or is estimated. */
const TELLS = 4;

/** Told to children, as bits: a span around them that is no call reports what they use. */
const REPORTED = 1;
/** A call around them reports, with nothing between that stands apart. */
const CALL_REPORTED = 2;

const spends = (node: Node): boolean => node.reported || node.patched;
const isEstimate = (node: Node): boolean => node.guessed && !spends(node);

/** Whether its usage adds to sums if it was reported. */
const isNoRepetition = (node: Node): boolean =>
  node.call ? node.ownCall || node.callingChildren === 0 : !spends(node) || node.spendingChildren === 0;

/** What it tells its parent. */
export function toldUpBy(node: Node): number {
  const own = spends(node);
  const tells = !node.apart && (own || isEstimate(node) || node.tellingChildren > 0);
  return (
    (own || node.spendingChildren > 0 ? SPENDS : 0) | (own && node.call ? CALLS : 0) | (tells ? TELLS : 0)
  );
}

/** Takes note that a child tells something, or with -1 that it does no more. */
export function tally(parent: Node, told: number, change: 1 | -1): void {
  if (told & SPENDS) parent.spendingChildren += change;
  if (told & CALLS) parent.callingChildren += change;
  if (told & TELLS) parent.tellingChildren += change;
}

/** What it tells its children, from what it is told by its parent. */
export function toldDownBy(node: Node): number {
  const around = node.parent?.toldDown ?? 0;
  const reports = spends(node) && isNoRepetition(node) && !node.ownCall;
  const own = !reports ? 0 : node.call ? CALL_REPORTED : REPORTED;
  return own | (node.apart ? around & REPORTED : around);
}

const isReportedAround = ({ parent, ownCall }: Node): boolean =>
  parent !== undefined && (parent.toldDown & (ownCall ? REPORTED : REPORTED | CALL_REPORTED)) !== 0;

/** Whether it is a call of its own whose usage is an estimate of tokens that another span accounts for. */
export const isCovered = (node: Node): boolean =>
  isEstimate(node) &&
  isNoRepetition(node) &&
  ((node.tellingChildren > 0 && !node.ownCall) || isReportedAround(node));

/** Whether its usage adds to sums. */
export const isCounted = (node: Node): boolean => isNoRepetition(node) && !isCovered(node);
