import type { ApiScore } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useRole } from '../../api/me.ts';
import { useTakeScoreBack } from '../../api/scores.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { Badge } from '../Badge.tsx';
import { IconButton } from '../Button.tsx';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { JsonTree } from '../content/JsonTree.tsx';
import { LongText } from '../content/LongText.tsx';
import { When } from '../values.tsx';
import { Judgement } from './ScoreBadge.tsx';
import { scoreTexts } from './texts.ts';

interface ScoreListProps {
  scores: readonly ApiScore[];
  /** Where a score leads, on pages that show those of many traces. */
  about?: (score: ApiScore) => ReactNode;
}

/** Scores with who said it, when and why. Members may delete one. */
export function ScoreList({ scores, about }: ScoreListProps) {
  const t = useTexts(scoreTexts);
  const c = useTexts(common);
  const project = useProject();
  const mayEdit = atLeast(useRole(project), 'member');
  const [doomed, setDoomed] = useState<ApiScore>();
  const takeBack = useTakeScoreBack(project);
  const close = () => {
    setDoomed(undefined);
    takeBack.reset();
  };
  return (
    <>
      <ul className="divide-y">
        {scores.map((score) => (
          <li key={score.scoreId} className="py-2">
            <div className="flex min-h-6 items-center gap-x-3">
              <p className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5">
                <span className="max-w-full min-w-0 truncate font-medium" dir="auto">
                  {score.name}
                </span>
                {score.type !== 'text' && <Judgement score={score} />}
                <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted sm:ms-auto">
                  <Badge>{t(score.source)}</Badge>
                  {score.author && (
                    <span className="max-w-48 truncate" title={score.author}>
                      {score.author}
                    </span>
                  )}
                  {about?.(score)}
                  <When at={score.time} />
                </span>
              </p>
              {mayEdit && (
                <IconButton
                  label={t('takeBack', { name: score.name })}
                  className="-my-1 size-7"
                  onClick={() => setDoomed(score)}
                >
                  <Trash2 className="size-3.5" aria-hidden />
                </IconButton>
              )}
            </div>
            {score.type === 'text' && score.label && <LongText text={score.label} />}
            {score.comment && <LongText text={score.comment} className="text-soft" />}
            {score.metadata !== null && (
              <details>
                <summary className="text-xs text-muted">{t('metadata')}</summary>
                <JsonTree value={score.metadata as Json} />
              </details>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={doomed !== undefined}
        onClose={close}
        title={t('takeBackTitle')}
        action={c('delete')}
        busy={takeBack.isPending}
        error={takeBack.error}
        onConfirm={() => doomed && takeBack.mutate(doomed.scoreId, { onSuccess: close })}
      >
        {doomed && t('takeBackHint', { name: doomed.name })}
      </ConfirmDialog>
    </>
  );
}
