import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { type DashboardChange, diffDashboards, type FieldChange } from '@pharos/core/dashboards/diff';
import { readIn } from '@pharos/core/local-text';
import { useMemo } from 'react';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useDiffWords } from './diff-words.ts';
import { versionTexts } from './texts.ts';

const TONES: Record<DashboardChange['how'], Tone> = {
  added: 'good',
  removed: 'bad',
  moved: 'neutral',
  changed: 'accent',
};

interface DiffListProps {
  before: Dashboard;
  after: Dashboard;
}

/** What changed from one document to another, part by part. */
export function DiffList({ before, after }: DiffListProps) {
  const t = useTexts(versionTexts);
  const changes = useMemo(() => diffDashboards(before, after), [before, after]);
  if (changes.length === 0) return <p className="py-1 text-sm text-muted">{t('same')}</p>;
  return (
    <ul className="divide-y text-sm">
      {changes.map((change) => (
        <li key={`${change.of} ${change.id}`} className="py-1.5">
          <Change change={change} />
        </li>
      ))}
    </ul>
  );
}

function Change({ change }: { change: DashboardChange }) {
  const t = useTexts(versionTexts);
  const language = useLanguage();
  const title = readIn(change.title, language).split('\n', 1)[0];
  return (
    <>
      <p className="flex items-baseline gap-2">
        <Badge tone={TONES[change.how]}>{t(change.how === 'changed' ? 'changedHow' : change.how)}</Badge>
        <span className="shrink-0 text-muted">{t(change.of)}</span>
        {change.of !== 'dashboard' && (
          <span className="min-w-0 truncate font-medium">{title || t('untitled')}</span>
        )}
      </p>
      {change.fields.length > 0 && (
        <dl className="mt-1 grid grid-cols-[7rem_minmax(0,1fr)] gap-x-2 gap-y-0.5 pl-1 text-xs">
          {change.fields.map((field) => (
            <Field key={field.field} {...field} />
          ))}
        </dl>
      )}
    </>
  );
}

function Field({ field, before, after }: FieldChange) {
  const words = useDiffWords();
  return (
    <>
      <dt className="truncate text-muted">{words.field(field)}</dt>
      <dd className="min-w-0 break-words">
        <del className="text-muted decoration-1">{words.value(field, before)}</del>
        <span aria-hidden className="text-faint">
          {' → '}
        </span>
        <ins className="no-underline">{words.value(field, after)}</ins>
      </dd>
    </>
  );
}
