import type { Storage } from '@pharos/core/api/storage';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useLength } from '../RetentionRow.tsx';
import { kindColors } from './series.ts';
import { storageTexts } from './storage-texts.ts';
import { useKindName } from './use-kind-name.ts';

type Kind = Storage['kinds'][number];

/** Each kind with its share of the disk, the largest first. */
export function StorageKinds({ stored }: { stored: Storage }) {
  const t = useTexts(storageTexts);
  const format = useFormat();
  const length = useLength();
  const name = useKindName();
  const color = kindColors(stored);
  const bytes = (value: number) => (
    <span title={format.exact(value, 'bytes')}>{format.unit(value, 'bytes')}</span>
  );
  const columns: Column<Kind>[] = [
    { id: 'kind', header: t('kind'), width: '6.5rem', cell: ({ kind }) => name(kind) },
    {
      id: 'share',
      header: t('share'),
      cell: ({ kind, bytes }) => {
        const share = bytes / Math.max(1, stored.bytes);
        return <ShareBar share={share} color={color(kind)} text={format.percent(share)} />;
      },
    },
    {
      id: 'bytes',
      header: t('onDisk'),
      align: 'right',
      width: '5rem',
      cell: (kind) => bytes(kind.bytes),
    },
    {
      id: 'ratio',
      header: t('ratio'),
      align: 'right',
      width: '6.5rem',
      wideOnly: true,
      cell: ({ kind, uncompressedBytes, bytes }) =>
        kind === 'files'
          ? '–'
          : t('times', { ratio: format.unit(uncompressedBytes / Math.max(1, bytes), 'number') }),
    },
    {
      id: 'rows',
      header: t('rows'),
      align: 'right',
      width: '6rem',
      wideOnly: true,
      cell: ({ rows }) => format.count(rows),
    },
    {
      id: 'perDay',
      header: t('perDay'),
      align: 'right',
      width: '6rem',
      wideOnly: true,
      cell: ({ perDay }) => (perDay === null ? '–' : bytes(perDay)),
    },
    {
      id: 'kept',
      header: t('kept'),
      align: 'right',
      width: '6rem',
      wideOnly: true,
      cell: ({ keptDays }) => length(keptDays),
    },
  ];
  const rows = stored.kinds.toSorted((a, b) => b.bytes - a.bytes);
  return <Table label={t('kinds')} columns={columns} rows={rows} rowKey={({ kind }) => kind} />;
}
