import type { Storage as Stored } from '@pharos/core/api/storage';
import type { Retention } from '@pharos/core/retention/kinds';
import { forecastOf } from '@pharos/core/storage/forecast';
import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../../../api/retention.ts';
import { storageQuery } from '../../../api/storage.ts';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { ZoneContext } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { ByDay, ForecastCurve } from './StorageCharts.tsx';
import { StorageFigures } from './StorageFigures.tsx';
import { StorageKinds } from './StorageKinds.tsx';
import { storageTexts } from './storage-texts.ts';

/** What the project takes on disk, by kind and by day, and where that leads. */
export function Storage({ project }: { project: string }) {
  const t = useTexts(storageTexts);
  const stored = useQuery(storageQuery(project));
  const retention = useQuery(retentionQuery(project));
  const error = stored.error ?? retention.error;
  return (
    <Section title={t('title')} hint={t('hint')}>
      {stored.data && retention.data ? (
        <Parts stored={stored.data} retention={retention.data.effective as Retention} />
      ) : (
        !error && <Skeleton className="h-[40rem]" />
      )}
      <ErrorLine error={error} />
    </Section>
  );
}

/** Days of retention are days in UTC: so are those of the charts. */
function Parts({ stored, retention }: { stored: Stored; retention: Retention }) {
  const t = useTexts(storageTexts);
  const format = useFormat();
  const forecast = forecastOf(stored.kinds, retention);
  if (stored.kinds.length === 0) return <p className="text-sm text-muted">{t('nothing')}</p>;
  return (
    <ZoneContext value="UTC">
      <StorageFigures stored={stored} forecast={forecast} />
      <StorageKinds stored={stored} />
      <div className="grid grid-cols-1 gap-x-8 gap-y-4 lg:grid-cols-2">
        <ByDay stored={stored} />
        {forecast && <ForecastCurve today={stored.today} forecast={forecast} />}
      </div>
      {stored.server && (
        <p className="text-xs text-muted">
          {t('server', {
            bytes: format.unit(stored.server.bytes, 'bytes'),
            records: format.unit(stored.server.recordsBytes, 'bytes'),
          })}
        </p>
      )}
    </ZoneContext>
  );
}
