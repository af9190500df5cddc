import { groupBy } from '../group-by.ts';
import type { SpanKind } from '../span.ts';
import type { InTurns } from '../turns.ts';
import { type Cut, cutOf, nameIn, waysByName } from './cut.ts';
import { type RunFigures, runFigures, type TallyFigures, tallyFigures } from './figures.ts';
import { FINDING_KINDS, type FindingKind } from './findings.ts';
import type { Flow, RunLine, Tally } from './flow.ts';
import { stepsOfVariant } from './signature.ts';

const MOST_PLACES = 20;

export interface FlowStep extends TallyFigures {
  id: string;
  kind: SpanKind;
  /** '' of a node that stands for several names. */
  label: string;
  /** How many names it stands for; 0 of an ordinary one. */
  merged: number;
}
export interface FlowWay extends TallyFigures {
  from: string;
  to: string;
}
export interface Variant extends RunFigures {
  variant: string;
  /** Its steps by id, without repetitions. */
  steps: string[];
  share: number;
}
export interface FindingPlace {
  step: string;
  framework: string;
  runs: number;
  times: number;
  /** Of the newest run. */
  example: { traceId: string; spanId: string };
}
export interface FindingFigures {
  kind: FindingKind;
  runs: number;
  share: number;
  /** Where they were found, the most frequent first; at most 20. */
  places: FindingPlace[];
}
export interface FlowView {
  figures: RunFigures;
  versions: { version: string; runs: number }[];
  steps: FlowStep[];
  ways: FlowWay[];
  /** Ways that are too rare to be told. */
  otherWays: number;
  /** The most frequent first. */
  variants: Variant[];
  otherVariants: { variants: number; runs: number };
  findings: FindingFigures[];
}

/** What is told of folded paths, of runs in order from the newest. There may be many: the work pauses. */
export function* viewOf(flow: Flow): InTurns<FlowView> {
  return yield* viewWithin(flow, yield* cutOf([flow]));
}

/** The same of two flows that are compared: what is told of one is told of the other, if it has it. */
export function* viewsOf(before: Flow, after: Flow): InTurns<{ before: FlowView; after: FlowView }> {
  const cut = yield* cutOf([before, after]);
  return { before: yield* viewWithin(before, cut), after: yield* viewWithin(after, cut) };
}

function* viewWithin(flow: Flow, cut: Cut): InTurns<FlowView> {
  const { runs } = flow;
  const { steps, ways, otherWays } = yield* gathered(flow, cut);
  const byVariant = [...groupBy(runs, ({ variant }) => variant)].sort(
    ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
  );
  const variants: Variant[] = [];
  for (const [variant, of] of byVariant) {
    if (!cut.variants.has(variant)) continue;
    yield;
    const share = of.length / runs.length;
    variants.push({ variant, steps: stepsOfVariant(variant), share, ...runFigures(of) });
  }
  const findings: FindingFigures[] = [];
  for (const kind of FINDING_KINDS) {
    yield;
    findings.push(findingFigures(kind, runs));
  }
  const rest = byVariant.filter(([variant]) => !cut.variants.has(variant));
  return {
    figures: runFigures(runs),
    versions: versionsOf(runs),
    ...{ steps, ways, otherWays, variants, findings },
    otherVariants: { variants: rest.length, runs: rest.reduce((sum, [, of]) => sum + of.length, 0) },
  };
}

/** The versions of these runs, and how many each has. */
export const versionsOf = (runs: readonly RunLine[]): { version: string; runs: number }[] =>
  [...groupBy(runs, ({ version }) => version)]
    .map(([version, of]) => ({ version, runs: of.length }))
    .sort((a, b) => (a.version < b.version ? 1 : -1));

function findingFigures(kind: FindingKind, runs: readonly RunLine[]): FindingFigures {
  const found = runs.flatMap((run) =>
    run.findings.filter((finding) => finding.kind === kind).map((finding) => ({ run, finding })),
  );
  const places = [
    ...groupBy(found, ({ finding }) => JSON.stringify([finding.step, finding.framework])).values(),
  ];
  const inRuns = new Set(found.map(({ run }) => run)).size;
  return {
    ...{ kind, runs: inRuns, share: runs.length === 0 ? 0 : inRuns / runs.length },
    places: places
      .flatMap((at): FindingPlace[] => {
        const [newest] = at;
        if (!newest) return [];
        const { step, framework, spanId } = newest.finding;
        const example = { traceId: newest.run.traceId, spanId };
        const times = at.reduce((sum, { finding }) => sum + finding.times, 0);
        return [{ step, framework, runs: new Set(at.map(({ run }) => run)).size, times, example }];
      })
      .sort((a, b) => b.runs - a.runs || (a.step < b.step ? -1 : 1))
      .slice(0, MOST_PLACES),
  };
}

/** Steps and ways, the most frequent first; the rarest steps of a kind are one. */
function* gathered(flow: Flow, cut: Cut): InTurns<{ steps: FlowStep[]; ways: FlowWay[]; otherWays: number }> {
  const { runs } = flow;
  const frequent = [...flow.steps.values()].sort((a, b) => b.runs - a.runs || (a.id < b.id ? -1 : 1));
  const told: FlowStep[] = [];
  for (const { id, kind, label, ...tally } of frequent) {
    if (cut.rare.has(id)) continue;
    yield;
    told.push({ id, kind, label, merged: 0, ...tallyFigures(tally, runs.length) });
  }
  const rare = frequent.filter(({ id }) => cut.rare.has(id));
  for (const [kind, of] of groupBy(rare, (step) => step.kind)) {
    yield;
    const inRuns = runs.filter((run) => run.steps.some((id) => nameIn(cut, id) === kind)).length;
    const figures = tallyFigures({ ...sum(of), runs: inRuns }, runs.length);
    told.push({ id: kind, kind, label: '', merged: of.length, ...figures });
  }
  const ways: FlowWay[] = [];
  const byName = waysByName(flow, cut.rare);
  for (const [name, of] of byName) {
    const [first] = of;
    if (!first || !cut.ways.has(name)) continue;
    yield;
    const figures = tallyFigures(of.length === 1 ? first : sum(of), runs.length);
    ways.push({ from: nameIn(cut, first.from), to: nameIn(cut, first.to), ...figures });
  }
  const place = ({ from, to }: FlowWay) => `${from}\n${to}`;
  ways.sort((a, b) => b.runs - a.runs || (place(a) < place(b) ? -1 : 1));
  return { steps: told, ways, otherWays: byName.size - ways.length };
}

/** Runs of several ways are those of the most frequent, at least. */
const sum = (of: readonly Tally[]): Tally => ({
  count: of.reduce((all, { count }) => all + count, 0),
  runs: of.reduce((most, { runs }) => Math.max(most, runs), 0),
  errors: of.reduce((all, { errors }) => all + errors, 0),
  cost: of.reduce((all, { cost }) => all + cost, 0n),
  durations: of.flatMap(({ durations }) => durations),
});
