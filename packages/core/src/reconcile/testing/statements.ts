import { formatDecimal, parseDecimal } from '../../pricing/decimal.ts';
import type { Form } from '../forms.ts';
import type { SourceRow } from '../json-rows.ts';
import type { MeasuredStep } from '../measured.ts';
import { StatementReader, type StatementReading } from '../read.ts';

export const ORIGIN = Date.parse('2026-05-01T00:00:00Z');
const PER_DAY = 48;

/** What was measured on a day of May 2026, in UTC; a test names only what matters to it. */
export function measuredOn(day: number, facts: Partial<MeasuredStep> & { hour?: number } = {}): MeasuredStep {
  const { hour = 12, ...rest } = facts;
  return {
    step: (day - 1) * PER_DAY + hour * 2,
    ...{ provider: 'openai', model: 'gpt-4o', requests: 10 },
    ...{ input: 1_000, cachedRead: 400, cacheWrite: 0, output: 300, cost: '0.006' },
    ...{ unpricedRequests: 0, unpricedTokens: 0, estimatedTokens: 0, estimatedCost: '0' },
    ...{ errorRequests: 0, errorTokens: 0, errorCost: '0' },
    ...rest,
  };
}

export const dayOf = ({ step }: MeasuredStep): string =>
  new Date(ORIGIN + Math.floor(step / PER_DAY) * 86_400_000).toISOString().slice(0, 10);

export const rowsOf = (rows: readonly Record<string, string | number>[]): SourceRow[] =>
  rows.map((row, i) => ({
    at: String(i + 2),
    cells: new Map(Object.entries(row).map(([column, value]) => [column, String(value)])),
  }));

/** Reads files given as rows. */
export function readRows(
  files: readonly (readonly Record<string, string | number>[])[],
  mapped?: Form,
): StatementReading {
  const reader = new StatementReader(mapped);
  for (const [i, file] of files.entries()) {
    reader.begin(`file-${i + 1}.csv`, [...new Set(file.flatMap(Object.keys))]);
    for (const row of rowsOf(file)) reader.row(row);
  }
  return reader.finish();
}

const cents = (dollars: string): string => formatDecimal((parseDecimal(dollars) ?? 0n) * 100n);
const seconds = (step: MeasuredStep) => Date.parse(`${dayOf(step)}T00:00:00Z`) / 1000;
type Rows = Record<string, string | number>[];

/** The files in which each provider would state exactly what was measured. */
export const STATED_AS: Record<string, { provider: string; files: (steps: MeasuredStep[]) => Rows[] }> = {
  'openai-usage and openai-costs': {
    provider: 'openai',
    files: (steps) => [
      steps.map((step) => ({
        ...{
          start_time: seconds(step),
          end_time: '',
          model: step.model,
          num_model_requests: `${step.requests}.0`,
        },
        input_tokens: step.input + step.cachedRead + step.cacheWrite,
        ...{ input_cached_tokens: step.cachedRead, input_cache_write_tokens: step.cacheWrite },
        output_tokens: step.output,
      })),
      steps.map((step) => ({
        ...{ start_time: seconds(step), 'amount.value': step.cost, 'amount.currency': 'usd' },
        line_item: `${step.model}, output`,
      })),
    ],
  },
  'openai-costs without models': {
    provider: 'openai',
    files: (steps) => [
      steps.map((step) => ({
        ...{ start_time: seconds(step), amount_value: step.cost, amount_currency: 'usd', line_item: '' },
      })),
    ],
  },
  'anthropic-usage and anthropic-costs': {
    provider: 'anthropic',
    files: (steps) => [
      steps.map((step) => ({
        ...{ starting_at: `${dayOf(step)}T00:00:00Z`, model: step.model, uncached_input_tokens: step.input },
        ...{ cache_read_input_tokens: step.cachedRead, output_tokens: step.output },
        'cache_creation.ephemeral_5m_input_tokens': Math.floor(step.cacheWrite / 2),
        'cache_creation.ephemeral_1h_input_tokens': Math.ceil(step.cacheWrite / 2),
      })),
      steps.map((step) => ({
        ...{ starting_at: `${dayOf(step)}T00:00:00Z`, model: step.model, currency: 'USD' },
        amount: cents(step.cost),
      })),
    ],
  },
  'the CSV of the Anthropic console': {
    provider: 'anthropic',
    files: (steps) => [
      steps.map((step) => ({
        ...{ usage_date_utc: dayOf(step), model_version: step.model, usage_output_tokens: step.output },
        ...{ usage_input_tokens_no_cache: step.input, usage_input_tokens_cache_read: step.cachedRead },
        ...{ usage_input_tokens_cache_write_5m: step.cacheWrite, usage_input_tokens_cache_write_1h: 0 },
      })),
    ],
  },
  'deepseek-usage and deepseek-costs': {
    provider: 'deepseek',
    files: (steps) => [
      steps.flatMap((step) => {
        const row = { utc_date: dayOf(step).replaceAll('-', ''), model: step.model };
        return [
          { ...row, type: 'request_count', price: '', amount: step.requests },
          { ...row, type: 'input_cache_hit_tokens', price: '', amount: step.cachedRead },
          { ...row, type: 'input_cache_miss_tokens', price: '', amount: step.input },
          { ...row, type: 'output_tokens', price: '', amount: step.output },
        ];
      }),
      steps.map((step) => ({
        ...{
          utc_date: dayOf(step),
          model: step.model,
          wallet_type: 'Paid',
          cost: step.cost,
          currency: 'USD',
        },
      })),
    ],
  },
};
