import type { Departure } from '@pharos/core/api/baselines';
import { BandSparkline } from '../../../charts/stat/BandSparkline.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { Direction } from './Direction.tsx';
import type { OfDimension } from './merged.ts';
import { baselineTexts } from './texts.ts';
import type { Chosen } from './use-baselines.ts';
import { KIND_OF, nameOf, unitOf, useWatchedName } from './use-words.ts';
import { When } from './When.tsx';

type Row = OfDimension<Departure>;

interface DeparturesProps {
  departures: readonly Row[];
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen) => void;
}

/** What left its band, those that matter most first. A row opens its usual week. */
export function Departures({ departures, chosen, onChoose }: DeparturesProps) {
  const t = useTexts(baselineTexts);
  const project = useProject();
  const columns = useColumns();
  return (
    <Table
      label={t('ranked')}
      columns={columns}
      rows={departures}
      rowKey={keyOf}
      selectedKey={chosen && keyOf(chosen)}
      rowLink={({ dimension, value, metric, score }) => ({
        to: '/p/$project/performance/baselines',
        params: { project },
        search: { of: dimension, group: value, metric, score: score ?? undefined },
      })}
      onOpen={({ dimension, value, metric, score }) => onChoose({ dimension, value, metric, score })}
    />
  );
}

const keyOf = ({ dimension, value, metric, score }: Chosen): string =>
  JSON.stringify([dimension, value, metric, score]);

function useColumns(): Column<Row>[] {
  const t = useTexts(baselineTexts);
  const format = useFormat();
  const watchedName = useWatchedName();
  return [
    {
      id: 'what',
      header: t('what'),
      cell: (row) => (
        <span className="block py-1.5 whitespace-normal">
          <span className="flex min-w-0 items-center gap-2" title={`${t(row.dimension)} ${row.value}`}>
            <KindIcon kind={KIND_OF[row.dimension]} />
            <span className="truncate font-medium">{nameOf(row.dimension, row.value)}</span>
          </span>
          <span className="flex flex-wrap gap-x-2 text-xs text-soft">
            {watchedName(row)}
            <Direction {...row} />
            <span className="text-muted sm:hidden">
              <When {...row} />
            </span>
          </span>
        </span>
      ),
    },
    {
      id: 'figures',
      header: t('usualAndNow'),
      width: 'clamp(6.5rem, 14vw, 10rem)',
      align: 'right',
      cell: ({ metric, expected, actual }) => (
        <span className="inline-flex flex-wrap justify-end gap-x-1.5">
          <span className="text-muted" title={format.exact(expected, unitOf(metric))}>
            {format.unit(expected, unitOf(metric))}
          </span>
          <span aria-hidden className="text-faint">
            →
          </span>
          <span className="font-medium" title={format.exact(actual, unitOf(metric))}>
            {format.unit(actual, unitOf(metric))}
          </span>
        </span>
      ),
    },
    {
      id: 'course',
      header: t('course'),
      width: '8.5rem',
      wideOnly: true,
      cell: ({ course }) => <BandSparkline values={course.values} bands={course.bands} />,
    },
    {
      id: 'when',
      header: t('when'),
      width: '14rem',
      wideOnly: true,
      cell: (row) => <When {...row} />,
    },
    {
      id: 'matters',
      header: <span title={t('mattersHint')}>{t('matters')}</span>,
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ matters }) => <Matters matters={matters} />,
    },
  ];
}

/** A bar of 100, and the figure. */
function Matters({ matters }: { matters: number }) {
  const format = useFormat();
  return (
    <span className="inline-flex w-full items-center justify-end gap-2">
      <span aria-hidden className="h-1.5 w-10 overflow-hidden rounded-xs bg-pressed">
        <span className="block h-full bg-warn-mark" style={{ width: `${matters}%` }} />
      </span>
      {format.count(Math.round(matters))}
    </span>
  );
}
