import type { ApiPaths, ApiVariant } from '@pharos/core/api/paths';
import type { SpanKind } from '@pharos/core/span';
import { SPAN_KINDS } from '@pharos/core/span';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, Duration } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useFlowWords } from './flow-words.ts';
import { pathsTexts } from './texts.ts';

interface VariantTableProps {
  paths: ApiPaths;
  chosen: string | undefined;
  /** A panel stands beside: only the figures that rank and judge. */
  isNarrow: boolean;
  onChoose: (variant: string) => void;
}

const BESIDE: ReadonlySet<string> = new Set(['way', 'runs', 'success']);

/** The ways that most runs went, with how these went. */
export function VariantTable({ paths, chosen, isNarrow, onChoose }: VariantTableProps) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const { otherVariants } = paths;
  const columns: Column<ApiVariant>[] = [
    { id: 'way', header: t('variant'), cell: ({ steps }) => <Way paths={paths} steps={steps} /> },
    { id: 'runs', header: t('runs'), width: '5rem', align: 'right', cell: ({ runs }) => format.count(runs) },
    {
      id: 'share',
      header: t('share'),
      width: '9rem',
      wideOnly: true,
      cell: ({ share }) => <ShareBar share={share} color="var(--accent)" text={format.percent(share)} />,
    },
    {
      id: 'success',
      header: t('success'),
      width: '5.5rem',
      align: 'right',
      cell: ({ successRate }) => (successRate === null ? <Absent /> : format.percent(successRate)),
    },
    {
      id: 'p50',
      header: t('p50'),
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ p50Ms }) => <Duration ms={p50Ms} />,
    },
    {
      id: 'p95',
      header: t('p95'),
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ p95Ms }) => <Duration ms={p95Ms} />,
    },
    {
      id: 'cost',
      header: t('costPerRun'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ costPerRun }) => (costPerRun === null ? <Absent /> : format.money(costPerRun)),
    },
    {
      id: 'steps',
      header: t('stepsPerRun'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ stepsPerRun }) => (stepsPerRun === null ? <Absent /> : format.unit(stepsPerRun, 'number')),
    },
  ];
  return (
    <Table
      label={t('variants')}
      columns={isNarrow ? columns.filter(({ id }) => BESIDE.has(id)) : columns}
      rows={paths.variants}
      rowKey={({ id }) => id}
      selectedKey={chosen}
      onOpen={({ id }) => onChoose(id)}
      footer={
        otherVariants.variants > 0 && (
          <span className="text-xs text-muted">
            {t('moreVariants', {
              variants: format.count(otherVariants.variants),
              runs: format.count(otherVariants.runs),
            })}
          </span>
        )
      }
    />
  );
}

/** The steps of a way, one after another; as many lines as they need. */
export function Way({ paths, steps }: { paths: Pick<ApiPaths, 'steps'>; steps: readonly string[] }) {
  const { name } = useFlowWords();
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 py-1.5 whitespace-normal">
      {steps.map((id, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way may come to a step again
        <span key={i} className="inline-flex max-w-48 items-center gap-1">
          {i > 0 && (
            <span aria-hidden className="text-faint">
              ›
            </span>
          )}
          <KindIcon kind={kindOf(id)} />
          <span className="truncate" title={name(paths, id)}>
            {name(paths, id)}
          </span>
        </span>
      ))}
    </span>
  );
}

const kindOf = (id: string): SpanKind => SPAN_KINDS.find((kind) => id.startsWith(`${kind}:`)) ?? 'span';
