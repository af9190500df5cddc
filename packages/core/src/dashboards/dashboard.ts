import { z } from 'zod';
import { fieldNamed } from '../fields.ts';
import { parseFilterText } from '../filter-text.ts';
import { localTextOf } from '../local-text.ts';
import { isMetricName } from '../metric-points/named.ts';
import { parseToken } from '../time-range.ts';
import { MARK_NAMES, type MarkName, markNamed, whyNotDrawn } from './marks.ts';

/** Columns of the grid on which widgets stand. A row of it is as high as a line of a list, 32 px with its gap. */
export const COLUMNS = 12;
export const MAX_WIDGETS = 100;

const id = z.string().regex(/^[\w-]{1,40}$/, 'an id is letters, digits, _ and -');
const title = localTextOf(120);

const placeSchema = z
  .object({
    x: z
      .number()
      .int()
      .min(0)
      .max(COLUMNS - 1),
    y: z.number().int().min(0).max(10_000),
    w: z.number().int().min(1).max(COLUMNS),
    h: z.number().int().min(1).max(60),
  })
  .refine(({ x, w }) => x + w <= COLUMNS, { message: `reaches beyond column ${COLUMNS}` });
export type Place = z.infer<typeof placeSchema>;

/** An address that a reader is taken to: another site, or a page of this one. `$name` stands for a variable. */
const address = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/|\/(?!\/))/, 'an address begins with https://, http:// or /');

const thresholdSchema = z.object({
  value: z.number(),
  /** What it means to be at or above the value. */
  tone: z.enum(['good', 'warn', 'bad']),
});
export type Threshold = z.infer<typeof thresholdSchema>;

const optionsSchema = z.object({
  /** Lines across a chart, and colours of figures. Below the first one nothing is said. */
  thresholds: z.array(thresholdSchema).max(8).default([]),
  /** Where the scale ends: of a gauge, or of the axis when more is never of interest. */
  max: z.number().positive().optional(),
  /** Parts of stacked figures as shares of the whole. */
  share: z.boolean().default(false),
  /** What is usual at each hour, behind a course of one metric; where that is not told, nothing is drawn. */
  usual: z.boolean().default(false),
  legend: z.enum(['auto', 'none']).default('auto'),
  links: z
    .array(z.object({ label: title, url: address }))
    .max(8)
    .default([]),
});
export type WidgetOptions = z.infer<typeof optionsSchema>;

const common = { id, place: placeSchema };

const chartSchema = z
  .object({
    ...common,
    kind: z.literal('chart'),
    title,
    mark: z.enum(MARK_NAMES as [MarkName, ...MarkName[]]),
    metrics: z
      .array(z.string().refine(isMetricName, { message: 'unknown metric' }))
      .min(1)
      .max(8),
    dimensions: z
      .array(
        z.string().refine((name) => fieldNamed(name)?.dimension === true, { message: 'not a dimension' }),
      )
      .max(3)
      .default([]),
    /** Filter text. A value `$name` stands for the values of a variable; the condition goes when it has none. */
    filter: z.string().max(4096).default(''),
    /** At most so many groups; what a mark can show when left out. */
    limit: z.number().int().min(1).max(1000).optional(),
    compare: z.boolean().default(false),
    /** A length of time up to now that this widget shows whatever the dashboard does: `7d`. */
    range: z
      .string()
      .refine((text) => parseToken(text) !== undefined, { message: 'not a length of time such as 24h' })
      .optional(),
    /** Width of buckets in seconds; else what suits the range and the widget's width. */
    bucketSeconds: z.number().int().min(1).max(31_536_000).optional(),
    options: optionsSchema.prefault({}),
  })
  .superRefine((chart, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const drawn = whyNotDrawn(chart.mark, chart);
    if (drawn !== undefined) refuse('mark', drawn);
    const [problem] = parseFilterText(chart.filter).errors;
    if (problem) refuse('filter', problem.message);
    const most = markNamed(chart.mark).groups;
    if (chart.limit !== undefined && chart.limit > most)
      refuse('limit', `${chart.mark} shows ${most} groups`);
  });
export type ChartWidget = z.infer<typeof chartSchema>;

/** Markdown. `$name` stands for a variable. */
const textSchema = z.object({ ...common, kind: z.literal('text'), markdown: localTextOf(10_000) });
/** Begins a row: what stands below, down to the next heading, folds with it. */
const headingSchema = z.object({
  ...common,
  kind: z.literal('heading'),
  title,
  folded: z.boolean().default(false),
});

export const widgetSchema = z.discriminatedUnion('kind', [chartSchema, textSchema, headingSchema]);
export type Widget = z.infer<typeof widgetSchema>;
export type WidgetInput = z.input<typeof widgetSchema>;

export const VARIABLE_NAME = /^[a-z][A-Za-z0-9]{0,31}$/;

const variableSchema = z
  .object({
    name: z.string().regex(VARIABLE_NAME, 'a name begins with a small letter and has letters and digits'),
    label: title,
    /**
     * `field`: values of a field; every chart shows what has them. `text`: free, for charts and texts that name it.
     * `project`: another project of the reader's, whose data are shown instead.
     */
    type: z.enum(['field', 'text', 'project']),
    field: z.string().optional(),
    values: z.array(z.string().max(256)).max(50).default([]),
  })
  .refine(({ type, field }) => type !== 'field' || fieldNamed(field ?? '') !== undefined, {
    message: 'needs a field to take values of',
    path: ['field'],
  });
export type Variable = z.infer<typeof variableSchema>;

const tabSchema = z.object({ id, title, widgets: z.array(widgetSchema).max(MAX_WIDGETS).default([]) });
export type Tab = z.infer<typeof tabSchema>;

const unique = (names: readonly string[]) => new Set(names).size === names.length;

/** A page of widgets: what users make, what Pharos brings, what is exported and imported. One form for all. */
export const dashboardSchema = z
  .object({
    /** Of this form. */
    form: z.literal(1).default(1),
    title: localTextOf(120, 1),
    description: localTextOf(500).default(''),
    /** What it opens with: a length of time up to now. */
    range: z
      .string()
      .refine((text) => parseToken(text) !== undefined, { message: 'not a length of time such as 24h' })
      .default('24h'),
    variables: z.array(variableSchema).max(12).default([]),
    tabs: z.array(tabSchema).min(1).max(12),
  })
  .superRefine(({ variables, tabs }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!unique(variables.map(({ name }) => name))) refuse('variables', 'two have the same name');
    if (!unique(tabs.map((tab) => tab.id))) refuse('tabs', 'two have the same id');
    const widgets = tabs.flatMap((tab) => tab.widgets);
    if (!unique(widgets.map((widget) => widget.id))) refuse('tabs', 'two widgets have the same id');
    if (widgets.length > MAX_WIDGETS) refuse('tabs', `more than ${MAX_WIDGETS} widgets`);
  });
export type Dashboard = z.infer<typeof dashboardSchema>;
export type DashboardInput = z.input<typeof dashboardSchema>;
