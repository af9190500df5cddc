import type { ApiScore } from '@pharos/core/api/scores';
import type { Formatters } from '../../format/use-format.ts';
import type { scoreTexts } from './texts.ts';

type Judged = Pick<ApiScore, 'type' | 'value' | 'label'>;

/** What a score says on one line, as its type is read. */
export function judgementText(score: Judged, format: Formatters, t: typeof scoreTexts.t): string {
  const { type, value, label } = score;
  if (type === 'boolean') return t(value === 1 ? 'yes' : 'no');
  if (type === 'numeric' && value !== null) return format.unit(value, 'number');
  return label ?? (value === null ? '–' : format.unit(value, 'number'));
}

/** The same with its name, several on one line. */
export const scoresText = (scores: readonly ApiScore[], format: Formatters, t: typeof scoreTexts.t): string =>
  scores.map((score) => `${score.name} ${judgementText(score, format, t)}`).join(', ');
