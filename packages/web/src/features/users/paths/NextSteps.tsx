import type { Paths } from '@pharos/core/api/user-paths';
import { Panel } from '../../../components/Panel.tsx';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Tokens } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { pathsTexts } from './texts.ts';

type Link = Paths['links'][number];
const SHOWN = 12;

/** What comes right after the start, as a list. */
export function NextSteps({ paths: { links, subjects } }: { paths: Paths }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const rows = links.filter(({ step }) => step === 0).slice(0, SHOWN);
  const name = ({ kind, name: own }: Link['to']) => (kind === 'end' ? t('end') : `${t(kind)} · ${own}`);
  const columns: Column<Link>[] = [
    { id: 'from', header: t('startPart'), wideOnly: true, cell: ({ from }) => name(from) },
    { id: 'to', header: t('next'), cell: ({ to }) => name(to) },
    {
      id: 'count',
      header: t('count'),
      width: '6rem',
      align: 'right',
      cell: ({ count }) => <Tokens count={count} />,
    },
    {
      id: 'share',
      header: t('share'),
      width: '10rem',
      wideOnly: true,
      cell: ({ count }) => (
        <ShareBar share={count / subjects} color="var(--series-1)" text={format.percent(count / subjects)} />
      ),
    },
  ];
  return (
    <Panel title={t('top')} className="border-t pt-3">
      <Table
        label={t('top')}
        columns={columns}
        rows={rows}
        rowKey={({ from, to }) => JSON.stringify([from, to])}
      />
    </Panel>
  );
}
