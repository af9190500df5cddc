import type { ApiFlowStep, ApiFlowWay, ApiPaths } from '@pharos/core/api/paths';
import { END, START } from '@pharos/core/paths/flow';

/** Ways that fewer runs took are left out at first: what most runs do is to be seen. */
const COMMON_SHARE = 0.02;
/** What colours the ways: how often what they lead to fails, or how long it takes. */
export const FLOW_COLORS = ['errors', 'latency'] as const;
export type FlowColor = (typeof FLOW_COLORS)[number];

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 52;
export const END_WIDTH = 64;
export const END_HEIGHT = 26;

export interface ShownFlow {
  steps: ApiFlowStep[];
  ways: ApiFlowWay[];
  /** Ways that are left out. */
  rare: number;
}

/** Steps that were taken one after another, as in a replay. */
export interface Walk {
  /** Up to the one where it stands now. */
  taken: readonly string[];
}

export const wayKey = (from: string, to: string): string => `${from}\n${to}`;

/** The ways that a walk took. */
export function waysOf({ taken }: Walk): Set<string> {
  const all = [START, ...taken];
  return new Set(all.slice(1).map((to, i) => wayKey(all[i] ?? START, to)));
}

/** What is drawn: common ways, and rare ones where they are asked for or walked. */
export function shownFlow({ steps, ways }: ApiPaths, withRare: boolean, walk: Walk | undefined): ShownFlow {
  const walked = walk ? waysOf(walk) : new Set<string>();
  const shown = ways.filter(
    ({ from, to, share }) => withRare || share >= COMMON_SHARE || walked.has(wayKey(from, to)),
  );
  const ends = new Set(shown.flatMap(({ from, to }) => [from, to]));
  return { ways: shown, rare: ways.length - shown.length, steps: steps.filter(({ id }) => ends.has(id)) };
}

/** Both, each step and way once. */
export function bothFlows(one: ShownFlow, other: ShownFlow): ShownFlow {
  const steps = new Map([...other.steps, ...one.steps].map((step) => [step.id, step]));
  const ways = new Map([...other.ways, ...one.ways].map((way) => [wayKey(way.from, way.to), way]));
  return { steps: [...steps.values()], ways: [...ways.values()], rare: 0 };
}

export const isEnd = (id: string): boolean => id === START || id === END;

/** A step or a way, in the order in which arrow keys go through them: each step, then what leads on from it. */
export type Stop = { step: string } | { step: string; after: string };

export function stopsOf({ steps, ways }: ShownFlow): Stop[] {
  return [START, ...steps.map(({ id }) => id)].flatMap((id): Stop[] => [
    ...(isEnd(id) ? [] : [{ step: id }]),
    ...ways.filter(({ from }) => from === id).map(({ from, to }) => ({ step: to, after: from })),
  ]);
}

export const stopKey = (stop: Stop): string => ('after' in stop ? wayKey(stop.after, stop.step) : stop.step);
