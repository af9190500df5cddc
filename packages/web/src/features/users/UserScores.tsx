import type { Filter } from '@pharos/core/filter';
import { Link } from '@tanstack/react-router';
import { ScoresPanel, withScores } from '../../components/scores/ScoresPanel.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { usersTexts } from './texts.ts';

/** How what a user was answered is judged, by them and by others. */
export function UserScores({ userId, filter }: { userId: string; filter: Filter }) {
  const t = useTexts(usersTexts);
  const project = useProject();
  const { list } = useList();
  const { from, to, search } = useTimeRange();
  return (
    <ScoresPanel
      of={{ userId, from: list.from, to: list.to }}
      filter={filter}
      range={{ from, to }}
      className="shrink-0 border-t pt-3"
      all={
        <Link
          to="/p/$project/traces"
          params={{ project }}
          search={{ ...search, filter: withScores(filter) }}
          className="text-xs text-accent hover:underline"
        >
          {t('all')}
        </Link>
      }
    />
  );
}
