import type { Compared, CountName } from './amounts.ts';

/** How a column says the day: a date of the form's own zone, seconds since 1970, or a moment with its offset. */
export type DayForm = 'date' | 'dmy' | 'mdy' | 'seconds' | 'moment';

/** Where what is needed stands in the rows of an export. Names of columns are lower case. */
export interface Form {
  id: string;
  provider: string;
  /** A file is of the first form all of whose columns it has. */
  has: readonly string[];
  day: { column: string; as: DayForm };
  /** When its days begin; '' when nobody knows, `rows`: by the offset of the file's first moment. */
  zone: string;
  /** `upTo`: the name ends there. */
  model?: { column: string; upTo?: string };
  /** Columns of counts, each a bucket; several of one bucket are added. */
  counts?: Partial<Record<CountName, readonly string[]>>;
  /** Buckets that the input column contains as well. What of them the file does not tell apart stays in the input. */
  inputHolds?: readonly Compared[];
  /** A row for each kind of count instead of a column. */
  tall?: { kind: string; amount: string; counts: Readonly<Record<string, CountName>> };
  cost?: {
    column: string;
    currency: { column: string } | { is: string };
    /** In hundredths of the currency. */
    hundredths?: boolean;
    places?: number;
  };
}

const OPENAI = { provider: 'openai', zone: 'UTC', day: { column: 'start_time', as: 'seconds' } } as const;
const OPENAI_COST = { model: { column: 'line_item', upTo: ', ' } } as const;
const ANTHROPIC_PAGE = {
  provider: 'anthropic',
  zone: 'UTC',
  day: { column: 'starting_at', as: 'moment' },
  model: { column: 'model' },
} as const;
const ANTHROPIC_CSV = {
  provider: 'anthropic',
  zone: 'UTC',
  day: { column: 'usage_date_utc', as: 'date' },
} as const;
const DEEPSEEK_UTC = {
  provider: 'deepseek',
  zone: 'UTC',
  day: { column: 'utc_date', as: 'date' },
  model: { column: 'model' },
} as const;
const DEEPSEEK_LOCAL = {
  ...DEEPSEEK_UTC,
  zone: 'rows',
  day: { column: 'start_time_iso', as: 'moment' },
} as const;
const DEEPSEEK_AMOUNTS = {
  tall: {
    kind: 'type',
    amount: 'amount',
    counts: {
      request_count: 'requests',
      input_cache_hit_tokens: 'cachedRead',
      input_cache_miss_tokens: 'input',
      input_tokens: 'input',
      output_tokens: 'output',
    },
  },
} as const;
const DEEPSEEK_COST = { cost: { column: 'cost', currency: { column: 'currency' } } } as const;

/**
 * The forms in which providers give usage and cost, by the columns of a CSV file or by the paths into a page of JSON.
 * Where each was read from, and what could not be checked, is in docs/reconcile.md.
 */
export const FORMS: readonly Form[] = [
  {
    ...OPENAI,
    id: 'openai-usage',
    has: ['start_time', 'input_tokens', 'output_tokens', 'num_model_requests'],
    model: { column: 'model' },
    counts: {
      requests: ['num_model_requests'],
      input: ['input_tokens'],
      cachedRead: ['input_cached_tokens'],
      cacheWrite: ['input_cache_write_tokens'],
      output: ['output_tokens'],
    },
    inputHolds: ['cachedRead', 'cacheWrite'],
  },
  // Embeddings: there is no output.
  {
    ...OPENAI,
    id: 'openai-usage',
    has: ['start_time', 'input_tokens', 'num_model_requests'],
    model: { column: 'model' },
    counts: { requests: ['num_model_requests'], input: ['input_tokens'] },
  },
  {
    ...OPENAI,
    ...OPENAI_COST,
    id: 'openai-costs',
    has: ['start_time', 'amount_value', 'amount_currency'],
    cost: { column: 'amount_value', currency: { column: 'amount_currency' } },
  },
  {
    ...OPENAI,
    ...OPENAI_COST,
    id: 'openai-costs',
    has: ['start_time', 'amount.value', 'amount.currency'],
    cost: { column: 'amount.value', currency: { column: 'amount.currency' } },
  },
  {
    ...ANTHROPIC_PAGE,
    id: 'anthropic-usage',
    has: ['starting_at', 'uncached_input_tokens', 'output_tokens'],
    counts: {
      input: ['uncached_input_tokens'],
      cachedRead: ['cache_read_input_tokens'],
      cacheWrite: ['cache_creation.ephemeral_5m_input_tokens', 'cache_creation.ephemeral_1h_input_tokens'],
      output: ['output_tokens'],
    },
  },
  {
    ...ANTHROPIC_PAGE,
    id: 'anthropic-costs',
    has: ['starting_at', 'amount', 'currency'],
    cost: { column: 'amount', currency: { column: 'currency' }, hundredths: true },
  },
  {
    ...ANTHROPIC_CSV,
    id: 'anthropic-usage',
    has: ['usage_date_utc', 'model_version', 'usage_input_tokens_no_cache', 'usage_output_tokens'],
    model: { column: 'model_version' },
    counts: {
      input: ['usage_input_tokens_no_cache'],
      cachedRead: ['usage_input_tokens_cache_read'],
      cacheWrite: [
        'usage_input_tokens_cache_write',
        'usage_input_tokens_cache_write_5m',
        'usage_input_tokens_cache_write_1h',
      ],
      output: ['usage_output_tokens'],
    },
  },
  {
    ...ANTHROPIC_CSV,
    id: 'anthropic-costs',
    has: ['usage_date_utc', 'model', 'token_type', 'cost_usd'],
    model: { column: 'model' },
    cost: { column: 'cost_usd', currency: { is: 'USD' }, places: 2 },
  },
  {
    ...DEEPSEEK_LOCAL,
    ...DEEPSEEK_AMOUNTS,
    id: 'deepseek-usage',
    has: ['start_time_iso', 'model', 'type', 'amount'],
  },
  {
    ...DEEPSEEK_UTC,
    ...DEEPSEEK_AMOUNTS,
    id: 'deepseek-usage',
    has: ['utc_date', 'model', 'type', 'amount'],
  },
  {
    ...DEEPSEEK_LOCAL,
    ...DEEPSEEK_COST,
    id: 'deepseek-costs',
    has: ['start_time_iso', 'model', 'cost', 'currency'],
  },
  { ...DEEPSEEK_UTC, ...DEEPSEEK_COST, id: 'deepseek-costs', has: ['utc_date', 'model', 'cost', 'currency'] },
];

export const FORM_IDS: readonly string[] = [...new Set(FORMS.map(({ id }) => id))];

/** The form of a file with these columns; undefined when it is of none. */
export const formOf = (columns: readonly string[]): Form | undefined =>
  FORMS.find(({ has }) => has.every((column) => columns.includes(column)));
