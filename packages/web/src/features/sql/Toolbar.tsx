import type { SqlSchema } from '@pharos/core/api/sql';
import { BookOpen, Database, History, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { Select } from '../../components/Select.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { EXAMPLES } from './examples.ts';
import { SchemaPanel } from './SchemaPanel.tsx';
import { sqlTexts } from './texts.ts';
import { LIMITS, type Statement } from './use-statement.ts';

interface ToolbarProps {
  statement: Statement;
  schema: SqlSchema | undefined;
  onInsert: (text: string) => void;
  running: boolean;
  onStart: () => void;
  onStop: () => void;
}

/** Runs and stops the statement, and brings others: examples, and those that were run before. */
export function Toolbar({ statement, schema, onInsert, running, onStart, onStop }: ToolbarProps) {
  const t = useTexts(sqlTexts);
  const format = useFormat();
  const [tables, setTables] = useState(false);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2 sm:px-5">
      {running ? (
        <Button variant="primary" onClick={onStop}>
          <Square className="size-3.5" aria-hidden />
          {t('stop')}
        </Button>
      ) : (
        <Button variant="primary" onClick={onStart} disabled={statement.draft.trim() === ''}>
          <Play className="size-3.5" aria-hidden />
          {t('run')}
        </Button>
      )}
      <span className="max-sm:hidden">
        <Kbd keys="mod+Enter" />
      </span>
      <span className="ms-auto" />
      <Select
        label={t('rowLimit')}
        value={String(statement.limit)}
        options={LIMITS.map((limit) => ({
          value: String(limit),
          label: t('rowsOf', { count: format.count(limit) }),
        }))}
        onChange={(limit) => statement.setLimit(Number(limit))}
      />
      <Menu
        align="end"
        trigger={
          <Button>
            <BookOpen className="size-4" aria-hidden />
            <span className="max-sm:sr-only">{t('examples')}</span>
          </Button>
        }
      >
        {EXAMPLES.map(({ name, sql }) => (
          <MenuItem key={name} onSelect={() => statement.write(sql)}>
            {t(name)}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        align="end"
        className="max-w-[min(32rem,90vw)]"
        trigger={
          <Button>
            <History className="size-4" aria-hidden />
            <span className="max-sm:sr-only">{t('history')}</span>
          </Button>
        }
      >
        {statement.history.length === 0 && <p className="px-2 py-1.5 text-muted">{t('historyEmpty')}</p>}
        {statement.history.map(({ sql, atMs }) => (
          <MenuItem key={sql} onSelect={() => statement.write(sql)}>
            <span className="flex items-baseline gap-3" title={sql}>
              <code className="min-w-0 flex-1 truncate text-xs">{sql.replace(/\s+/g, ' ')}</code>
              <span className="text-xs text-muted">{format.relative(atMs)}</span>
            </span>
          </MenuItem>
        ))}
      </Menu>
      <Button className="xl:hidden" onClick={() => setTables(true)}>
        <Database className="size-4" aria-hidden />
        <span className="max-sm:sr-only">{t('tables')}</span>
      </Button>
      <Drawer open={tables} onClose={() => setTables(false)} title={t('tables')} className="p-4">
        <SchemaPanel
          schema={schema}
          onInsert={(text) => {
            setTables(false);
            onInsert(text);
          }}
        />
      </Drawer>
    </div>
  );
}
