import { z } from 'zod';
import { FINDING_KINDS } from '../paths/findings.ts';
import { SPAN_KINDS } from '../span.ts';
import { listQuery, pageOf } from './common.ts';

const count = z.number().int();
const share = z.number();
const ms = z.number().nullable();
/** USD as an exact decimal. */
const money = z.string();
const kind = z.enum(SPAN_KINDS);
const findingKind = z.enum(FINDING_KINDS);

/** Without a start the seven days before its end or now. The filter chooses runs by their traces. */
export const pathsQuery = listQuery.pick({ project: true, from: true, to: true, filter: true }).extend({
  /** Only runs of this version; left out: all. */
  version: z.string().max(256).optional(),
});
export type PathsQuery = z.infer<typeof pathsQuery>;

/** What it is compared with: another range or version; unless said, the same time before. */
export const pathsCompareQuery = pathsQuery.extend({
  baseFrom: z.iso.datetime({ offset: true }).optional(),
  baseTo: z.iso.datetime({ offset: true }).optional(),
  baseVersion: z.string().max(256).optional(),
});
export type PathsCompareQuery = z.infer<typeof pathsCompareQuery>;

const stepRef = z.string().max(1024);
export const pathRunsQuery = pathsQuery.extend({
  /** Runs of this variant, by its id. */
  variant: z.string().max(64).optional(),
  /** Runs that took this step; with `after`, right after that one. The ends of a path are `start` and `end`. */
  step: stepRef.optional(),
  after: stepRef.optional(),
  /** Runs in which this was found; with `step`, at that step. */
  finding: findingKind.optional(),
  cursor: z.string().max(2048).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PathRunsQuery = z.infer<typeof pathRunsQuery>;

/** Open runs are neither successes nor failures. Times are those of runs that are over. */
const runFigures = {
  runs: count,
  errors: count,
  open: count,
  successRate: z.number().nullable(),
  p50Ms: ms,
  p95Ms: ms,
  cost: money,
  costPerRun: money.nullable(),
  stepsPerRun: z.number().nullable(),
};
export const runFiguresSchema = z.object(runFigures);

/** Times it was taken, runs that did, and their share of all runs; errors, times and cost are of these times. */
const tally = {
  count,
  runs: count,
  share,
  errors: count,
  errorRate: share,
  p50Ms: ms,
  p95Ms: ms,
  cost: money,
};
export const flowStepSchema = z.object({
  /** `kind:label`; of a node that stands for the rarest names of a kind, the kind. */
  id: z.string(),
  kind,
  label: z.string(),
  merged: count,
  ...tally,
});
export type ApiFlowStep = z.infer<typeof flowStepSchema>;

/** Steps `to` that came right after a step `from`. The figures are those of the steps they lead to. */
export const flowWaySchema = z.object({ from: z.string(), to: z.string(), ...tally });
export type ApiFlowWay = z.infer<typeof flowWaySchema>;

export const variantSchema = z.object({
  id: z.string(),
  /** Ids of its steps. What followed itself, a step or a pattern of a few, stands once. */
  steps: z.array(z.string()),
  share,
  ...runFigures,
});
export type ApiVariant = z.infer<typeof variantSchema>;

export const findingFiguresSchema = z.object({
  kind: findingKind,
  runs: count,
  share,
  places: z.array(
    z.object({
      step: z.string(),
      /** Whose limit of steps; '' of other kinds. */
      framework: z.string(),
      runs: count,
      /** Calls of loops and retries. */
      times: count,
      example: z.object({ traceId: z.string(), spanId: z.string() }),
    }),
  ),
});
export type ApiFinding = z.infer<typeof findingFiguresSchema>;

/** What the answer rests on. */
export const basisSchema = z.object({
  from: z.string(),
  to: z.string(),
  runs: count,
  spans: count,
  /** There are older runs in the range that were not looked at. */
  cut: z.boolean(),
  /** Start of the oldest run that was; null without any. */
  oldest: z.string().nullable(),
  /** Traces of which only the first spans were looked at, since they have too many. */
  shortened: count,
});

export const pathsSchema = z.object({
  agent: z.string(),
  basis: basisSchema,
  figures: runFiguresSchema,
  versions: z.array(z.object({ version: z.string(), runs: count })),
  steps: z.array(flowStepSchema),
  ways: z.array(flowWaySchema),
  otherWays: count,
  /** The most frequent first. */
  variants: z.array(variantSchema),
  otherVariants: z.object({ variants: count, runs: count }),
  /** All kinds, also those without any. */
  findings: z.array(findingFiguresSchema),
});
export type ApiPaths = z.infer<typeof pathsSchema>;

const change = { before: share, after: share, delta: share };
export const pathsComparisonSchema = z.object({
  before: pathsSchema,
  after: pathsSchema,
  /** Shares of runs; what changed most stands first. */
  changes: z.object({
    ways: z.array(z.object({ from: z.string(), to: z.string(), ...change })),
    variants: z.array(z.object({ id: z.string(), steps: z.array(z.string()), ...change })),
    findings: z.array(z.object({ kind: findingKind, ...change })),
  }),
});
export type ApiPathsComparison = z.infer<typeof pathsComparisonSchema>;

export const pathRunSchema = z.object({
  traceId: z.string(),
  /** The span that is the run. */
  spanId: z.string(),
  startTime: z.string(),
  durationMs: z.number(),
  version: z.string(),
  outcome: z.enum(['ok', 'error', 'open']),
  cost: money,
  stepCount: count,
  variant: z.string(),
  findings: z.array(
    z.object({
      kind: findingKind,
      step: z.string(),
      spanId: z.string(),
      times: count,
      framework: z.string(),
    }),
  ),
});
export type ApiPathRun = z.infer<typeof pathRunSchema>;
export const pathRunsSchema = pageOf(pathRunSchema);

/** The way of one run, step by step. */
export const runPathSchema = pathRunSchema.extend({
  steps: z.array(
    z.object({
      id: z.string(),
      kind,
      label: z.string(),
      spanId: z.string(),
      /** From the start of the run. */
      offsetMs: z.number(),
      durationMs: z.number(),
      failed: z.boolean(),
      cost: money,
      /** Place in this list of the step that it is a part of. */
      within: count.nullable(),
    }),
  ),
});
export type ApiRunPath = z.infer<typeof runPathSchema>;

export const decisionsSchema = z.object({
  agent: z.string(),
  basis: basisSchema,
  versions: z.array(z.object({ version: z.string(), runs: count })),
  decisions: z.array(
    z.object({
      name: z.string(),
      count,
      runs: count,
      /** Also those that were only offered. Figures are of the runs in which it was chosen. */
      options: z.array(
        z.object({
          option: z.string(),
          count,
          share,
          figures: runFiguresSchema,
          versions: z.array(z.object({ version: z.string(), count, share })),
        }),
      ),
    }),
  ),
});
export type ApiDecisions = z.infer<typeof decisionsSchema>;
