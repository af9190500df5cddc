import type { Erasure, ErasureState } from '@pharos/core/api/erasures';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { erasureTexts } from './erasure-texts.ts';

const LOOK: Record<ErasureState, { tone: Tone; glyph: string }> = {
  pending: { tone: 'neutral', glyph: '○' },
  running: { tone: 'accent', glyph: '◐' },
  done: { tone: 'good', glyph: '✓' },
  failed: { tone: 'bad', glyph: '▲' },
};

/** The state of an erasure, and why it waits or has failed. */
export function ErasureStand({ state, error }: Pick<Erasure, 'state' | 'error'>) {
  const t = useTexts(erasureTexts);
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5" role="status">
      <Badge tone={LOOK[state].tone}>
        <span aria-hidden className="mr-1 text-2xs">
          {LOOK[state].glyph}
        </span>
        {t(`state_${state}`)}
      </Badge>
      {error !== '' && <span className="text-xs text-bad">{error}</span>}
    </span>
  );
}

interface ErasureTableProps {
  erasures: readonly Erasure[];
  onOpen: (id: string) => void;
}

/** Who was erased when and by whom, as a hash of their id, and how much went. */
export function ErasureTable({ erasures, onOpen }: ErasureTableProps) {
  const t = useTexts(erasureTexts);
  const format = useFormat();
  const columns: Column<Erasure>[] = [
    { id: 'asked', header: t('asked'), width: '5.5rem', cell: ({ askedAt }) => <When at={askedAt} /> },
    { id: 'state', header: t('state'), cell: (each) => <ErasureStand {...each} /> },
    {
      id: 'by',
      header: t('by'),
      wideOnly: true,
      cell: ({ askedBy, reason }) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate">{askedBy}</span>
          {reason !== '' && <span className="truncate text-xs text-muted">{reason}</span>}
        </span>
      ),
    },
    {
      id: 'subject',
      header: t('subject'),
      width: '8rem',
      wideOnly: true,
      cell: ({ subject }) => (
        <span className="font-mono text-xs text-soft" title={`${t('subjectHint')} ${subject}`}>
          {subject.slice(0, 12)}
        </span>
      ),
    },
    {
      id: 'things',
      header: t('things'),
      width: '4.5rem',
      align: 'right',
      cell: ({ erased }) => (
        <span className="figures">{format.count(erased.reduce((sum, { count }) => sum + count, 0))}</span>
      ),
    },
    {
      id: 'open',
      header: <span className="sr-only">{t('open')}</span>,
      width: '5rem',
      align: 'right',
      cell: ({ id }) => (
        <Button variant="quiet" onClick={() => onOpen(id)}>
          {t('open')}
        </Button>
      ),
    },
  ];
  return (
    <Table
      label={t('list')}
      columns={columns}
      rows={erasures}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}
