import type { Json } from './content.ts';

export const SCORE_TYPES = ['numeric', 'categorical', 'boolean', 'text'] as const;
export type ScoreType = (typeof SCORE_TYPES)[number];

/**
 * Who judged: a program through the API, an end user of the product, a person who reviews, or an evaluator (a model
 * or code).
 */
export const SCORE_SOURCES = ['api', 'feedback', 'annotation', 'evaluation'] as const;
export type ScoreSource = (typeof SCORE_SOURCES)[number];

/** A judgement on a span, a trace or a session. Targets not meant, and other strings not reported, are ''. */
export interface Score {
  /** Unique in the project: the same id again is the same score, the last word wins. */
  scoreId: string;
  traceId: string;
  spanId: string;
  sessionId: string;
  name: string;
  type: ScoreType;
  /** numeric and boolean (0 or 1); a category may have one beside its label. */
  value: number | undefined;
  /** categorical and text. */
  label: string;
  comment: string;
  source: ScoreSource;
  author: string;
  environment: string;
  /** What the name means in the project: see score configs. */
  configId: string;
  metadata: Json | undefined;
  timeNs: bigint;
}

/** What a judgement is made of when a protocol leaves its type open. */
export interface Judgement {
  type: ScoreType;
  value: number | undefined;
  label: string;
}

const LONGEST_CATEGORY = 100;

/**
 * A judgement of whatever type fits: a number, true or false, a short text as a category, a long one as text.
 * Undefined when there is nothing to judge by.
 */
export function judgementOf(value: unknown, label = ''): Judgement | undefined {
  if (typeof value === 'boolean') return { type: 'boolean', value: value ? 1 : 0, label };
  if (typeof value === 'number' && Number.isFinite(value)) return { type: 'numeric', value, label };
  const text = typeof value === 'string' && value !== '' ? value : label;
  if (text === '') return undefined;
  return { type: text.length > LONGEST_CATEGORY ? 'text' : 'categorical', value: undefined, label: text };
}

/** A judgement of a type that is known; undefined when what was said is not of it. */
export function judgementAs(type: ScoreType, value: unknown, label = ''): Judgement | undefined {
  const number = typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  switch (type) {
    case 'numeric':
      return number === undefined ? undefined : { type, value: number, label };
    case 'boolean': {
      const truth = typeof value === 'boolean' ? Number(value) : number;
      return truth === 0 || truth === 1 ? { type, value: truth, label } : undefined;
    }
    case 'categorical':
    case 'text': {
      const text = typeof value === 'string' && value !== '' ? value : label;
      return text === '' ? undefined : { type, value: number, label: text };
    }
  }
}
