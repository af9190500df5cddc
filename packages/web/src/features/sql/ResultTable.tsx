import type { SqlAnswer } from '@pharos/core/api/sql';
import { Link } from '@tanstack/react-router';
import { type RefObject, useMemo } from 'react';
import { LongTable } from '../../components/LongTable.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { kindOf, textOf } from './column-kind.ts';
import { widthsOf } from './column-widths.ts';
import { sqlTexts } from './texts.ts';

/** So many rows are rendered whole, so that the browser finds and prints them; of more, those in sight. */
const ALL_AT_ONCE = 200;

interface Row {
  nth: number;
  values: readonly unknown[];
}

interface ResultTableProps {
  answer: SqlAnswer;
  /** What scrolls it, in both directions. */
  scroller: RefObject<HTMLElement | null>;
}

/** The rows of an answer, as they are. */
export function ResultTable({ answer, scroller }: ResultTableProps) {
  const t = useTexts(sqlTexts);
  const rows = useMemo(() => answer.rows.map((values, nth): Row => ({ nth, values })), [answer]);
  const columns = useMemo(() => {
    const widths = widthsOf(answer);
    return answer.columns.map(
      (column, place): Column<Row> => ({
        id: String(place),
        header: <span title={`${column.name} ${column.type}`}>{column.name}</span>,
        width: `${widths[place]}rem`,
        align: kindOf(column) === 'number' ? 'right' : 'left',
        cell: ({ values }) => <Value name={column.name} value={values[place]} />,
      }),
    );
  }, [answer]);
  const table = { columns, rows, label: t('result'), rowKey: ({ nth }: Row) => String(nth) };
  return rows.length <= ALL_AT_ONCE ? <Table {...table} /> : <LongTable {...table} scroller={scroller} />;
}

/** Pages that columns of these names lead to. */
const LINKS = {
  traceId: { to: '/p/$project/traces/$traceId', key: 'traceId' },
  sessionId: { to: '/p/$project/sessions/$sessionId', key: 'sessionId' },
  userId: { to: '/p/$project/users/$userId', key: 'userId' },
} as const;
const leads = (name: string): name is keyof typeof LINKS => Object.hasOwn(LINKS, name);

function Value({ name, value }: { name: string; value: unknown }) {
  const t = useTexts(sqlTexts);
  const project = useProject();
  if (value === null || value === undefined) return <span className="text-faint">{t('nothing')}</span>;
  const text = textOf(value);
  if (text !== '' && leads(name)) {
    const { to, key } = LINKS[name];
    return (
      <Link
        to={to}
        params={{ project, [key]: text } as never}
        title={text}
        className="text-accent hover:underline"
      >
        {text}
      </Link>
    );
  }
  return (
    <span dir="auto" title={text}>
      {text}
    </span>
  );
}
