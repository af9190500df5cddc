import { type Judgement, judgementAs, judgementOf, type ScoreType } from './score.ts';

export interface ScoreCategory {
  value: number;
  label: string;
}

/** What scores of one name may say in a project. Limits that are not set are null. */
export interface ScoreConfig {
  name: string;
  type: ScoreType;
  /** Of numeric scores, ends included. */
  min: number | null;
  max: number | null;
  /** Of categorical scores: at least one. */
  categories: readonly ScoreCategory[];
  /** An archived config judges nothing any more. */
  archived: boolean;
}

const twice = <Value>(values: readonly Value[]): Value | undefined =>
  values.find((value, i) => values.indexOf(value) !== i);

/** What is wrong with a config, in words for its author; undefined when it can judge. */
export function configProblem(config: Omit<ScoreConfig, 'name' | 'archived'>): string | undefined {
  const { type, min, max, categories } = config;
  if (type !== 'numeric' && (min !== null || max !== null)) return `a ${type} config has no range`;
  if (min !== null && max !== null && min > max) return `min ${min} is above max ${max}`;
  if (type !== 'categorical') {
    return categories.length > 0 ? `a ${type} config has no categories` : undefined;
  }
  if (categories.length === 0) return 'a categorical config needs categories';
  const label = twice(categories.map((category) => category.label));
  if (label !== undefined) return `the category "${label}" is there twice`;
  const value = twice(categories.map((category) => category.value));
  return value === undefined ? undefined : `two categories have the value ${value}`;
}

/** A judgement as it is said, before anyone asked what type it is. */
export interface SaidJudgement {
  name: string;
  type?: ScoreType | undefined;
  value?: number | boolean | string | undefined;
  label?: string | undefined;
}

const NEEDS: Record<ScoreType, string> = {
  numeric: 'a number as value',
  boolean: 'true or false (or 1 or 0) as value',
  categorical: 'a text as value or label',
  text: 'a text as value or label',
};

/**
 * The judgement that is meant, checked against the config it names; a text says what is wrong. A category of a config
 * brings its value.
 */
export function judge(said: SaidJudgement, config?: ScoreConfig): Judgement | string {
  const { name, type, value, label } = said;
  if (config === undefined) {
    const judgement = type ? judgementAs(type, value, label) : judgementOf(value, label);
    return judgement ?? `${name} needs ${type ? NEEDS[type] : 'a value or a label'}`;
  }
  if (config.archived) return `the score config "${config.name}" is archived`;
  if (config.name !== name) return `the score config is of scores named "${config.name}", not "${name}"`;
  if (type !== undefined && type !== config.type) return `${name} is ${config.type}, not ${type}`;
  const judgement = judgementAs(config.type, value, label);
  if (!judgement) return `${name} needs ${NEEDS[config.type]}`;
  return within(config, judgement);
}

function within({ name, type, min, max, categories }: ScoreConfig, judgement: Judgement): Judgement | string {
  if (type === 'categorical') {
    const category = categories.find(({ label }) => label === judgement.label);
    if (category) return { ...judgement, value: category.value };
    return `${name} is one of ${categories.map(({ label }) => label).join(', ')}`;
  }
  const { value } = judgement;
  if (value !== undefined && min !== null && value < min) return `${name} is at least ${min}`;
  if (value !== undefined && max !== null && value > max) return `${name} is at most ${max}`;
  return judgement;
}
