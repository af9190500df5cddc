import type { SqlSchema } from '@pharos/core/api/sql';
import { readIn } from '@pharos/core/local-text';
import { useState } from 'react';
import { Input } from '../../components/Input.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { useLanguage, useTexts } from '../../i18n/i18n.ts';
import { sqlTexts } from './texts.ts';

interface SchemaPanelProps {
  /** Undefined until it is known. */
  schema: SqlSchema | undefined;
  onInsert: (name: string) => void;
}

/** The tables that a statement may name, each column with its type and its meaning. */
export function SchemaPanel({ schema, onInsert }: SchemaPanelProps) {
  const t = useTexts(sqlTexts);
  const [query, setQuery] = useState('');
  if (!schema) return <SkeletonRows rows={8} />;
  const wanted = query.trim().toLowerCase();
  const tables = schema.tables.map((table) => ({
    ...table,
    columns: table.columns.filter(({ name, description }) =>
      `${name} ${description.en} ${description['zh-CN']}`.toLowerCase().includes(wanted),
    ),
  }));
  const found = tables.filter(({ columns }) => columns.length > 0);
  return (
    <div className="flex flex-col gap-3">
      <Input
        type="search"
        aria-label={t('findColumn')}
        placeholder={t('findColumn')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="text-xs text-muted">{t('schemaHint')}</p>
      {found.length === 0 && <p className="text-sm text-muted">{t('noColumn')}</p>}
      {found.map((table, nth) => (
        <TableColumns key={table.name} table={table} open={nth === 0 || wanted !== ''} onInsert={onInsert} />
      ))}
    </div>
  );
}

interface TableColumnsProps {
  table: SqlSchema['tables'][number];
  open: boolean;
  onInsert: (name: string) => void;
}

function TableColumns({ table, open, onInsert }: TableColumnsProps) {
  const t = useTexts(sqlTexts);
  const language = useLanguage();
  return (
    <details open={open}>
      <summary className="py-1">
        <span className="font-mono font-semibold">{table.name}</span>{' '}
        <span className="text-xs text-muted">{readIn(table.description, language)}</span>
      </summary>
      <ul>
        {table.columns.map(({ name, type, description }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onInsert(name)}
              title={t('insert', { name })}
              className="block w-full rounded-md px-2 py-1 text-start hover:bg-hover"
            >
              <span className="flex items-baseline justify-between gap-2">
                <span className="truncate font-mono text-xs">{name}</span>
                <span className="truncate font-mono text-2xs text-muted">{type}</span>
              </span>
              <span className="block text-xs text-muted">{readIn(description, language)}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
