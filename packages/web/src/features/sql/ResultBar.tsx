import type { ExportFormat, SqlAnswer } from '@pharos/core/api/sql';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { downloadSql } from '../../api/sql.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { useErrorText } from '../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuLabel } from '../../components/Menu.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { toast } from '../../components/Toast.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { fileName, saveFile } from '../../save-file.ts';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import type { QuickChart } from './quick-chart.ts';
import { shownSearch } from './Result.tsx';
import { tabSeparated } from './tab-separated.ts';
import { sqlTexts } from './texts.ts';
import type { Statement } from './use-statement.ts';

const FILES = [
  { format: 'csv', name: 'asCsv', extension: 'csv', type: 'text/csv' },
  { format: 'parquet', name: 'asParquet', extension: 'parquet', type: 'application/vnd.apache.parquet' },
  { format: 'json-lines', name: 'asLines', extension: 'jsonl', type: 'application/x-ndjson' },
] as const satisfies readonly { format: ExportFormat; name: string; extension: string; type: string }[];

interface ResultBarProps {
  statement: Statement;
  answer: SqlAnswer;
  /** Undefined when the result cannot be drawn along time. */
  chart: QuickChart | undefined;
}

/** What is known of an answer, and what can be done with it. */
export function ResultBar({ statement, answer, chart }: ResultBarProps) {
  const t = useTexts(sqlTexts);
  const format = useFormat();
  const [{ show }, set] = useUrlState(shownSearch);
  const { rows, truncated, elapsedMs, rowsRead } = answer;
  const rowCount = { count: rows.length, shown: format.count(rows.length) };
  const notes = [
    truncated ? t('cut', rowCount) : t('rowCount', rowCount),
    format.duration(elapsedMs),
    t('read', { count: rowsRead, shown: format.compact(rowsRead) }),
    ...(statement.inAddress ? [] : [t('notInAddress')]),
  ];
  const copy = () =>
    void navigator.clipboard.writeText(tabSeparated(answer)).then(
      () => toast(t('copied')),
      () => toast(t('notCopied'), 'bad'),
    );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 py-1.5 sm:px-5">
      <p className="figures text-xs text-muted">{notes.join(' · ')}</p>
      <span className="ms-auto" />
      {chart && (
        <Segmented
          label={t('result')}
          value={show ?? 'table'}
          options={[
            { value: 'table', label: t('asTable') },
            { value: 'lines', label: t('lines') },
            { value: 'bars', label: t('bars') },
          ]}
          onChange={(next) => set({ show: next === 'table' ? undefined : next })}
        />
      )}
      <IconButton label={t('copy')} onClick={copy}>
        <Copy className="size-4" aria-hidden />
      </IconButton>
      <DownloadMenu sql={statement.run?.sql ?? ''} />
    </div>
  );
}

function DownloadMenu({ sql }: { sql: string }) {
  const t = useTexts(sqlTexts);
  const project = useProject();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const download = async ({ format, extension, type }: (typeof FILES)[number]) => {
    setBusy(true);
    try {
      saveFile(fileName('pharos', extension), type, await downloadSql(project, { sql, format }));
    } catch (error) {
      toast(t('downloadFailed', { reason: errorText(error) }), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={busy} title={busy ? t('preparing') : undefined}>
          <Download className="size-4" aria-hidden />
          <span className="max-sm:sr-only">{t('download')}</span>
        </Button>
      }
    >
      <MenuLabel>{t('downloadHint')}</MenuLabel>
      {FILES.map((file) => (
        <MenuItem key={file.format} onSelect={() => void download(file)}>
          {t(file.name)}
        </MenuItem>
      ))}
    </Menu>
  );
}
