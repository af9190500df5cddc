import type { ApiScore } from '@pharos/core/api/scores';
import { Check, X } from 'lucide-react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { judgementText } from './judgement.ts';
import { scoreTexts } from './texts.ts';

type Judged = Pick<ApiScore, 'type' | 'value' | 'label'>;

/** What a score says: a figure, yes or no with a mark, or a label. Colours are for states, so a score has none. */
export function Judgement({ score }: { score: Judged }) {
  const t = useTexts(scoreTexts);
  const format = useFormat();
  const said = judgementText(score, format, t);
  const Mark = score.type === 'boolean' ? (score.value === 1 ? Check : X) : undefined;
  const exact = score.type === 'numeric' && score.value !== null ? format.exact(score.value, 'number') : said;
  return (
    <span className="figures inline-flex min-w-0 items-center gap-1 font-semibold" title={exact}>
      {Mark && <Mark className="size-3.5 shrink-0 text-muted" aria-hidden />}
      <span className="truncate" dir="auto">
        {said}
      </span>
    </span>
  );
}

/** A score in a row of a list: its name and what it says. */
export const ScoreBadge = ({ score }: { score: ApiScore }) => (
  <span
    className="inline-flex h-5 max-w-48 min-w-0 items-center gap-1.5 rounded bg-pressed px-1.5 text-xs"
    title={score.comment ?? undefined}
  >
    <span className="min-w-0 truncate text-muted" dir="auto">
      {score.name}
    </span>
    <span className="flex max-w-24 shrink-0">
      <Judgement score={score} />
    </span>
  </span>
);

/** The first few of some scores, and how many more there are. */
export function ScoreBadges({ scores, most = 3 }: { scores: readonly ApiScore[]; most?: number }) {
  const t = useTexts(scoreTexts);
  const format = useFormat();
  const rest = scores.slice(most);
  return (
    <span className="inline-flex max-w-full min-w-0 flex-wrap items-center gap-1">
      {scores.slice(0, most).map((score) => (
        <ScoreBadge key={score.scoreId} score={score} />
      ))}
      {rest.length > 0 && (
        <span
          className="text-xs text-muted"
          title={rest.map((each) => `${each.name} ${judgementText(each, format, t)}`).join('\n')}
        >
          +{rest.length}
        </span>
      )}
    </span>
  );
}
