import type { WatchedSeries } from '@pharos/core/api/baselines';
import { ASPECTS, type Aspect } from '@pharos/core/baselines/watched';
import { cx } from '../../../components/cx.ts';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { type WatchedGroup, worstOf } from './merged.ts';
import { baselineTexts } from './texts.ts';
import type { Chosen } from './use-baselines.ts';
import { KIND_OF, nameOf, useWatchedName } from './use-words.ts';

interface EverythingProps {
  groups: readonly WatchedGroup[];
  onChoose: (chosen: Chosen) => void;
}

/** What stands above each, and the room that it takes on a phone in either language. */
const COLUMNS = {
  latency: { header: 'latencyShort', least: '3rem' },
  errors: { header: 'errorsShort', least: '3.5rem' },
  tokens: { header: 'tokens', least: '3.75rem' },
  cost: { header: 'cost', least: '3rem' },
  quality: { header: 'quality', least: '3.25rem' },
} as const satisfies Record<Aspect, object>;

/** Every group with how each of its metrics stands; each opens its usual week. */
export function Everything({ groups, onChoose }: EverythingProps) {
  const t = useTexts(baselineTexts);
  const columns: Column<WatchedGroup>[] = [
    {
      id: 'group',
      header: t('group'),
      cell: ({ dimension, value }) => (
        <span className="flex min-w-0 items-center gap-2" title={`${t(dimension)} ${value}`}>
          <KindIcon kind={KIND_OF[dimension]} />
          <span className="truncate">{nameOf(dimension, value)}</span>
        </span>
      ),
    },
    ...ASPECTS.map(
      (aspect): Column<WatchedGroup> => ({
        id: aspect,
        header: <span title={t(aspect)}>{t(COLUMNS[aspect].header)}</span>,
        width: `clamp(${COLUMNS[aspect].least}, 9vw, 7rem)`,
        cell: ({ dimension, value, series }) => {
          const watched = worstOf(series.get(aspect) ?? []);
          if (!watched) return <Absent />;
          const { metric, score } = watched;
          return <State watched={watched} onClick={() => onChoose({ dimension, value, metric, score })} />;
        },
      }),
    ),
  ];
  return (
    <Table
      label={t('everything')}
      columns={columns}
      rows={groups}
      rowKey={({ dimension, value }) => `${dimension} ${value}`}
    />
  );
}

const LOOKS = {
  usual: { mark: '✓', tone: 'text-soft', word: 'stateUsual', short: 'shortUsual' },
  left: { mark: '▲', tone: 'text-warn', word: 'stateLeft', short: 'shortLeft' },
  tooLittleHistory: { mark: '…', tone: 'text-muted', word: 'stateTooLittle', short: 'shortTooLittle' },
} as const;

function State({ watched, onClick }: { watched: WatchedSeries; onClick: () => void }) {
  const t = useTexts(baselineTexts);
  const watchedName = useWatchedName();
  const { mark, tone, word, short } = LOOKS[watched.state];
  const label = `${watched.value}, ${watchedName(watched)}: ${t(word)}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={cx('-ml-1.5 h-7 min-w-8 rounded px-1.5 text-left hover:bg-hover', tone)}
    >
      <span aria-hidden>{mark}</span>
      <span aria-hidden className="ml-1.5 text-xs max-lg:hidden">
        {t(short)}
      </span>
    </button>
  );
}
