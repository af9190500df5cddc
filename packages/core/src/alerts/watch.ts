import { z } from 'zod';
import { AGENT_STATES } from '../agents/facts.ts';
import { fieldNamed } from '../fields.ts';
import { filterSchema, MAX_FILTERS } from '../filter.ts';
import { metricNamed } from '../metrics.ts';
import { questionSchema } from '../question.ts';
import { conditionSchema } from './condition.ts';

/** So many groups of a rule are looked at, those with most to tell; the rest is one group. */
export const MAX_GROUPS = 500;
/** What is usual of shorter windows is mostly chance. */
export const LEAST_ANOMALY_SECONDS = 1800;

const SOME_RANGE = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

/** A metric of a Question over the time before each evaluation, and when its figure is bad. */
const metricWatch = z
  .object({
    kind: z.literal('metric'),
    metric: z.string().max(300),
    /** A group for each value of these has a state of its own. */
    by: z.array(z.string().max(256)).max(3).default([]),
    filters: z.array(filterSchema).max(MAX_FILTERS).default([]),
    search: z.string().max(512).default(''),
    /** The time that a figure is of. A burn rate has windows of its own. */
    windowSeconds: z
      .number()
      .int()
      .min(60)
      .max(7 * 86_400)
      .default(300),
    /** Of fewer rows (requests, calls …: what the metric is over) a figure tells nothing. */
    leastRows: z.number().int().min(0).max(1e9).default(0),
    maxGroups: z.number().int().min(1).max(MAX_GROUPS).default(100),
    condition: conditionSchema,
  })
  .superRefine(({ metric, by, filters, search, windowSeconds, condition }, context) => {
    const asked = questionSchema.safeParse({
      ...SOME_RANGE,
      ...{ metrics: [metric], dimensions: by, filters, search },
    });
    for (const { path, message } of asked.error?.issues ?? []) {
      const [first, ...rest] = path;
      const own = first === 'metrics' ? ['metric'] : [first === 'dimensions' ? 'by' : (first ?? ''), ...rest];
      context.addIssue({ code: 'custom', path: own as (string | number)[], message });
    }
    if (new Set(by).size < by.length)
      context.addIssue({ code: 'custom', path: ['by'], message: 'names a dimension twice' });
    if (condition.kind === 'anomaly' && windowSeconds < LEAST_ANOMALY_SECONDS)
      context.addIssue({
        code: 'custom',
        path: ['windowSeconds'],
        message: `what is usual is known of windows of ${LEAST_ANOMALY_SECONDS} seconds and more`,
      });
    if (condition.kind === 'burnRate' && metricNamed(metric)?.unit !== 'ratio')
      context.addIssue({
        code: 'custom',
        path: ['metric'],
        message: 'a burn rate is of a share, such as successRate or errorRate',
      });
  });

/** Errors that were never seen before, or came back after they were resolved. */
const errorsWatch = z.object({
  kind: z.literal('errors'),
  happenings: z
    .array(z.enum(['new', 'regressed']))
    .min(1)
    .max(2)
    .default(['new', 'regressed']),
  filters: z.array(filterSchema).max(MAX_FILTERS).default([]),
  /** An error that happened less often in the window is not told yet. */
  leastCount: z.number().int().min(1).max(1e9).default(1),
  windowSeconds: z.number().int().min(60).max(86_400).default(3600),
});

/** Agents in states that somebody should know of. */
const agentsWatch = z.object({
  kind: z.literal('agents'),
  states: z.array(z.enum(AGENT_STATES)).min(1).default(['failing', 'stuck', 'offline']),
  /** Absent: all. */
  agent: z.string().min(1).max(256).optional(),
});

/** Quotas of which so much is used. */
const quotasWatch = z.object({
  kind: z.literal('quotas'),
  percent: z.number().int().min(1).max(1000).default(80),
  /** The id of one; absent: all. */
  quota: z.string().min(1).max(64).optional(),
});

/** What a rule looks at. */
export const watchSchema = z.discriminatedUnion('kind', [metricWatch, errorsWatch, agentsWatch, quotasWatch]);
export type Watch = z.output<typeof watchSchema>;
export type WatchKind = Watch['kind'];
export type WatchOf<Kind extends WatchKind> = Extract<Watch, { kind: Kind }>;
export type MetricWatch = WatchOf<'metric'>;

/** The names of what tells the groups of a rule apart, as labels of what fires. */
export const groupLabels = (watch: Watch): readonly string[] => {
  switch (watch.kind) {
    case 'metric':
      return watch.by.map((name) => fieldNamed(name)?.name ?? name);
    case 'errors':
      return ['error'];
    case 'agents':
      return ['agent'];
    case 'quotas':
      return ['quota', 'subject'];
  }
};
