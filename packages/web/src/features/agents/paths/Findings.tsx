import type { ApiFinding, ApiPaths } from '@pharos/core/api/paths';
import { readIn } from '@pharos/core/local-text';
import { DETECTORS, type FindingKind } from '@pharos/core/paths/findings';
import type { RunsAt } from '../../../api/paths.ts';
import { Dot } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useFlowWords } from './flow-words.ts';
import { pathsTexts } from './texts.ts';

const useMeaning = () => {
  const language = useLanguage();
  return (kind: FindingKind): string => {
    const detector = DETECTORS.find((each) => each.kind === kind);
    return detector ? readIn(detector.meaning, language) : '';
  };
};

interface FindingButtonsProps {
  paths: ApiPaths;
  chosen: FindingKind | undefined;
  onChoose: (kind: FindingKind) => void;
}

/** How many runs have which finding; each opens its runs. */
export function FindingButtons({ paths, chosen, onChoose }: FindingButtonsProps) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const meaning = useMeaning();
  return (
    <ul aria-label={t('findings')} className="flex flex-wrap gap-2">
      {paths.findings.map(({ kind, runs, share }) => (
        <li key={kind}>
          <Button
            aria-pressed={chosen === kind}
            disabled={runs === 0}
            title={meaning(kind)}
            onClick={() => onChoose(kind)}
            className="aria-pressed:border-accent"
          >
            <Dot tone={runs === 0 ? 'neutral' : 'warn'} />
            {t(kind)}
            <span className="figures font-semibold">{format.count(runs)}</span>
            {runs > 0 && <span className="figures text-xs text-muted">{format.percent(share)}</span>}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface Place {
  kind: FindingKind;
  place: ApiFinding['places'][number];
}

/** At which steps it was found, each leading to its runs. */
export function FindingPlaces({ paths, onChoose }: { paths: ApiPaths; onChoose: (at: RunsAt) => void }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const meaning = useMeaning();
  const { name } = useFlowWords();
  const rows = paths.findings.flatMap(({ kind, places }): Place[] =>
    places.map((place) => ({ kind, place })),
  );
  if (rows.length === 0) return <p className="py-3 text-sm text-muted">{t('noFindings')}</p>;
  const columns: Column<Place>[] = [
    {
      id: 'finding',
      header: t('finding'),
      width: '9rem',
      cell: ({ kind }) => (
        <span title={meaning(kind)} className="flex items-center gap-2">
          <Dot tone="warn" />
          {t(kind)}
        </span>
      ),
    },
    {
      id: 'step',
      header: t('step'),
      cell: ({ place: { step, framework } }) =>
        framework === '' ? name(paths, step) : t('limitOf', { step: name(paths, step), framework }),
    },
    {
      id: 'runs',
      header: t('runs'),
      width: '6rem',
      align: 'right',
      cell: ({ place }) => format.count(place.runs),
    },
    {
      id: 'times',
      header: t('times'),
      width: '6rem',
      align: 'right',
      cell: ({ place }) => format.count(place.times),
    },
  ];
  return (
    <Table
      label={t('findings')}
      columns={columns}
      rows={rows}
      rowKey={({ kind, place }) => `${kind} ${place.step} ${place.framework}`}
      onOpen={({ kind, place }) => onChoose({ finding: kind, step: place.step })}
    />
  );
}
