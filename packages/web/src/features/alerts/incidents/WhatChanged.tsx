import type { WhatChanged as Changed } from '@pharos/core/api/incidents';
import { formatFilterText } from '@pharos/core/filter-text';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { whatChangedQuery } from '../../../api/incidents.ts';
import { valueLabel } from '../../../charts/answer.ts';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { TwoBars } from '../../../components/TwoBars.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useWords } from '../../../widgets/words.ts';
import { changedTexts } from './changed-texts.ts';

type Suspect = Changed['suspects'][number];

/** The values that tell most of what changed, each with its figure before and at the incident; nothing where nothing is measured. */
export function WhatChanged({ project, incidentId }: { project: string; incidentId: string }) {
  const t = useTexts(changedTexts);
  const format = useFormat();
  const query = useQuery(whatChangedQuery(project, incidentId));
  if (query.data === null) return null;
  return (
    <QueryPanel title={t('title')} query={query} height={120} skeleton="rows">
      {(changed) =>
        changed === null || changed.suspects.length === 0 ? (
          <p className="py-2 text-sm text-muted">{t('nothing')}</p>
        ) : (
          <>
            <p className="pb-1 text-xs text-muted">
              {t('compared', {
                from: format.dateTime(Date.parse(changed.before.from)),
                to: format.dateTime(Date.parse(changed.before.to)),
              })}
            </p>
            <ol aria-label={t('title')} className="divide-y border-y">
              {changed.suspects.map((suspect) => (
                <SuspectRow
                  key={`${suspect.dimension} ${suspect.value}`}
                  {...{ project, suspect }}
                  during={changed.after}
                />
              ))}
            </ol>
          </>
        )
      }
    </QueryPanel>
  );
}

interface SuspectRowProps {
  project: string;
  suspect: Suspect;
  during: Changed['after'];
}

function SuspectRow({ project, suspect, during }: SuspectRowProps) {
  const t = useTexts(changedTexts);
  const format = useFormat();
  const words = useWords();
  const field = useFieldName();
  const { dimension, metric, value, before, after, share, filters, sameAs } = suspect;
  const nameOf = (each: { dimension: string; value: string }) =>
    `${field(each.dimension)} ${valueLabel(each.dimension, each.value, words)}`;
  const most = Math.max(Math.abs(before.value ?? 0), Math.abs(after.value ?? 0)) || 1;
  const part = (figure: number | null) => Math.abs(figure ?? 0) / most;
  const write = (figure: number | null) =>
    figure === null ? '–' : format.unit(figure, unitOfMetric(metric));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_7rem_12rem_8rem]">
      <Link
        to="/p/$project/traces"
        params={{ project }}
        search={{ from: during.from, to: during.to, filter: formatFilterText({ filters, search: '' }) }}
        title={t('traces', { name: nameOf(suspect) })}
        className="group min-w-0"
      >
        <span className="block truncate group-hover:underline">
          <span className="text-muted">{field(dimension)}</span>{' '}
          <span className="font-medium">{valueLabel(dimension, value, words)}</span>
        </span>
        {sameAs.length > 0 && (
          <span className="block truncate text-xs text-muted">
            {t('alsoSame', { others: sameAs.map(nameOf).join(', ') })}
          </span>
        )}
      </Link>
      <span className="max-sm:order-1">
        <TwoBars selected={part(after.value)} rest={part(before.value)} />
      </span>
      <span className="figures text-sm whitespace-nowrap max-sm:order-2">
        {before.rows === 0 ? t('new') : write(before.value)} →{' '}
        <span className="font-medium">{write(after.value)}</span>
      </span>
      <span className="text-right text-sm whitespace-nowrap text-muted">
        {t('explains', { share: format.percent(Math.min(1, share)) })}
      </span>
    </li>
  );
}
