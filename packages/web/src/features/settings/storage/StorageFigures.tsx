import type { Storage } from '@pharos/core/api/storage';
import type { Forecast } from '@pharos/core/storage/forecast';
import { MONTH_DAYS } from '@pharos/core/storage/saving';
import type { ReactNode } from 'react';
import { Stat } from '../../../charts/stat/Stat.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { storageTexts } from './storage-texts.ts';

const AHEAD = 90;

interface StorageFiguresProps {
  stored: Storage;
  forecast: Forecast | undefined;
}

/** How much it is, how fast it grows, where it leads and what room there is. */
export function StorageFigures({ stored, forecast }: StorageFiguresProps) {
  const t = useTexts(storageTexts);
  const format = useFormat();
  const figure = (label: string, bytes: number | undefined, note?: ReactNode) => (
    <Stat
      label={label}
      figure={bytes === undefined ? undefined : format.figure(bytes, 'bytes')}
      exact={bytes === undefined ? undefined : format.exact(Math.round(bytes), 'bytes')}
      note={note && <span className="truncate text-xs text-muted">{note}</span>}
    />
  );
  const raw = stored.kinds.reduce((sum, { uncompressedBytes }) => sum + uncompressedBytes, 0);
  const ratio = format.unit(raw / Math.max(1, stored.bytes), 'number');
  const { disk, fullOn } = stored.server ?? {};
  const days = forecast?.settledInDays ?? 0;
  const settling = days === 0 ? t('settled') : t('settlesIn', { days: format.count(days) });
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
      {figure(t('onDisk'), stored.bytes, t('compressed', { ratio }))}
      {figure(t('perDay'), forecast?.perDay, t(forecast ? 'perDayNote' : 'perDayLater'))}
      {figure(t('inDays', { days: AHEAD }), forecast?.bytesIn(AHEAD))}
      {forecast?.level === null
        ? figure(t('growsBy'), forecast.perDayForEver * MONTH_DAYS, t('aMonth'))
        : figure(t('settlesAt'), forecast?.level, forecast && settling)}
      {disk &&
        figure(
          t('free'),
          disk.freeBytes,
          fullOn ? t('fullOn', { day: fullOn }) : t('ofDisk', { size: format.unit(disk.sizeBytes, 'bytes') }),
        )}
    </div>
  );
}
