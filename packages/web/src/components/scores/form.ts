import type { ApiScoreConfig } from '@pharos/core/api/score-configs';
import type { ScoreType } from '@pharos/core/score';
import { judge } from '@pharos/core/score-config';

/** What a reviewer has filled in so far. `value` is as typed: `true` and `false` of a boolean. */
export interface ScoreForm {
  name: string;
  type: ScoreType;
  value: string;
  comment: string;
}

export const EMPTY_FORM: ScoreForm = { name: '', type: 'numeric', value: '', comment: '' };

/** The config of scores of that name: in force, and the only one. */
export function configFor(configs: readonly ApiScoreConfig[], name: string): ApiScoreConfig | undefined {
  const [config, another] = configs.filter((each) => !each.archived && each.name === name.trim());
  return another ? undefined : config;
}

/** The value as its type has it; undefined while it is none. */
function readValue(type: ScoreType, text: string): number | boolean | string | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  if (type === 'boolean') return written === 'true';
  if (type !== 'numeric') return text;
  const number = Number(written.replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}

/** What to send of a form, or undefined while it says nothing that can be sent. */
export function judgementOfForm(form: ScoreForm, config: ApiScoreConfig | undefined) {
  const name = form.name.trim();
  const type = config?.type ?? form.type;
  const value = readValue(type, form.value);
  if (name === '' || value === undefined) return undefined;
  if (typeof judge({ name, type, value }, config) === 'string') return undefined;
  const comment = form.comment.trim();
  return { name, type, value, ...(comment && { comment }), ...(config && { configId: config.id }) };
}
