import { type RefObject, useRef } from 'react';
import { useRowsInSight } from './rows-in-sight.ts';
import { Table, type TableProps } from './Table.tsx';

interface LongTableProps<Row> extends Omit<TableProps<Row>, 'sight' | 'body'> {
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement | null>;
}

/** A table of any length: only the rows in sight are rendered. */
export function LongTable<Row>({ scroller, ...table }: LongTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const sight = useRowsInSight(table.rows.length, scroller, body);
  return <Table {...table} sight={sight} body={body} />;
}
