import type { ExportState, StoredExport } from '@pharos/core/api/exports';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { exportTexts } from './export-texts.ts';

const LOOK: Record<ExportState, { tone: Tone; glyph: string }> = {
  queued: { tone: 'neutral', glyph: '○' },
  running: { tone: 'accent', glyph: '◐' },
  done: { tone: 'good', glyph: '✓' },
  failed: { tone: 'bad', glyph: '▲' },
};

/** How far the latest run of an export is, what went wrong, and when the next comes. */
export function ExportProgress({ kept: { lastRun, dueAt, enabled } }: { kept: StoredExport }) {
  const t = useTexts(exportTexts);
  const format = useFormat();
  const minute = (iso: string): string => format.dateTime(Date.parse(iso));
  const lines: string[] = [];
  if (lastRun) {
    const { rows, files, bytes, at, retryAt } = lastRun;
    lines.push(
      t('progress', {
        rows: format.count(rows),
        files: format.count(files),
        bytes: format.unit(bytes, 'bytes'),
      }),
    );
    lines.push(
      at
        ? t('upTo', { kind: t(at.kind), time: minute(at.time) })
        : t('range', { from: minute(lastRun.from), to: minute(lastRun.to) }),
    );
    if (retryAt) lines.push(t('retryAt', { time: minute(retryAt) }));
  }
  if (dueAt) lines.push(t('next', { time: minute(dueAt) }));
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5 py-1" role="status">
      <span className="flex flex-wrap gap-1">
        {lastRun && (
          <Badge tone={LOOK[lastRun.state].tone}>
            <span aria-hidden className="mr-1 text-2xs">
              {LOOK[lastRun.state].glyph}
            </span>
            {t(`state_${lastRun.state}`)}
          </Badge>
        )}
        {!enabled && <Badge>{t('off')}</Badge>}
      </span>
      {lines.map((line) => (
        <span key={line} className="figures max-w-full text-xs whitespace-normal text-soft">
          {line}
        </span>
      ))}
      {lastRun?.error && (
        <span className="max-w-full text-xs break-words whitespace-normal text-bad">{lastRun.error}</span>
      )}
    </span>
  );
}
