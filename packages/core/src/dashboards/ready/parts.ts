import { type LocalText, words } from '../../local-text.ts';
import { COLUMNS, type DashboardInput, type Threshold, type WidgetInput } from '../dashboard.ts';

type Unplaced<Widget> = Widget extends unknown ? Omit<Widget, 'place'> : never;
/** A widget that is so many columns wide and has no place yet. */
export type Piece = Unplaced<WidgetInput> & { w: number };

/** Widgets side by side, all as high as the row. */
export interface Row {
  height: number;
  pieces: readonly Piece[];
}
export const row = (height: number, ...pieces: readonly Piece[]): Row => ({ height, pieces });

/** Gives widgets their places: row below row, in each from left to right. */
export function inRows(...rows: readonly Row[]): WidgetInput[] {
  let y = 0;
  return rows.flatMap(({ height, pieces }) => {
    let x = 0;
    const placed = pieces.map(({ w, ...widget }): WidgetInput => {
      const place = { x, y, w, h: height };
      x += w;
      return { ...widget, place };
    });
    y += height;
    return placed;
  });
}

type Chart = Omit<Extract<Unplaced<WidgetInput>, { kind: 'chart' }>, 'kind' | 'id' | 'title'>;

export const chart = (w: number, id: string, title: LocalText, asked: Chart): Piece => ({
  kind: 'chart',
  w,
  id,
  title,
  ...asked,
});

/** One figure with its course, compared with the period before. */
export const stat = (
  w: number,
  id: string,
  title: LocalText,
  metric: string,
  more: Partial<Chart> = {},
): Piece => chart(w, id, title, { mark: 'stat', metrics: [metric], compare: true, ...more });

/** Begins a part of the page. */
export const heading = (id: string, title: LocalText): Row =>
  row(1, { kind: 'heading', w: COLUMNS, id, title });

const thresholds = (...values: readonly Threshold[]) => ({ options: { thresholds: [...values] } });

/** A share of successes, as it is usually judged. */
export const SUCCESS = thresholds(
  { value: 0, tone: 'bad' },
  { value: 0.95, tone: 'warn' },
  { value: 0.99, tone: 'good' },
);
/** A share of failures that is a reason to look, and one that is a reason to act. */
export const FAILURE = thresholds({ value: 0.01, tone: 'warn' }, { value: 0.05, tone: 'bad' });
/** The same where every moment is to have a state. */
export const HEALTH = thresholds(
  { value: 0, tone: 'good' },
  { value: 0.01, tone: 'warn' },
  { value: 0.05, tone: 'bad' },
);
/** Of what should not be: one is enough to be looked at. */
export const NONE_WANTED = thresholds({ value: 1, tone: 'warn' });

/** In seconds. */
export const DAY = 86_400;

/** Steps that ask a model. */
export const MODEL_CALLS = 'kind:llm,embedding,reranker';

type Variable = NonNullable<DashboardInput['variables']>[number];
const ofField = (field: string, label: LocalText): Variable => ({ name: field, label, type: 'field', field });

export const ENVIRONMENT = ofField('environment', words('Environment', '环境'));
export const SERVICE = ofField('service', words('Service', '服务'));
export const AGENT = ofField('agent', words('Agent', '智能体'));
export const MODEL = ofField('model', words('Model', '模型'));
export const PROVIDER = ofField('provider', words('Provider', '供应商'));

/** Every token is in one of them. */
export const TOKEN_KINDS = [
  'inputTokens',
  'cachedReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
];
