import { useQuery } from '@tanstack/react-query';
import { type AboutQuota, type QuotaText, quotaPreviewQuery } from '../../api/quotas.ts';
import { TimeSeries } from '../../charts/time-series/TimeSeries.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { QuotaGauge } from '../../components/quotas/QuotaGauge.tsx';
import { UNIT, useQuotaWords } from '../../components/quotas/use-words.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useSettled } from '../../use-settled.ts';
import { formTexts } from './form-texts.ts';

interface PreviewProps {
  project: string;
  /** Undefined while something is wrong with it. */
  quota: QuotaText | undefined;
}

const WAIT_MS = 400;

/** What a quota would have done: the last windows against its limit, or who would be over now. */
export function Preview({ project, quota }: PreviewProps) {
  const t = useTexts(formTexts);
  // A name changes nothing, and typing asks once it rests.
  const wanted = quota && JSON.stringify({ ...quota, name: 'x' });
  const settled = useSettled(wanted, WAIT_MS);
  const query = useQuery({
    ...quotaPreviewQuery(project, (settled ? JSON.parse(settled) : {}) as QuotaText),
    enabled: settled !== undefined,
  });
  if (wanted === undefined) {
    return (
      <section>
        <h3 className="text-xs font-medium text-soft">{t('preview')}</h3>
        <p className="pt-1 text-xs text-muted">{t('previewLater')}</p>
      </section>
    );
  }
  return (
    <QueryPanel title={t('preview')} query={query} isStale={settled !== wanted} height={150}>
      {(preview) =>
        preview.users ? <Users about={preview} users={preview.users} /> : <Windows about={preview} />
      }
    </QueryPanel>
  );
}

function Windows({ about: { windows, reached, of } }: { about: AboutQuota }) {
  const t = useTexts(formTexts);
  const starts = windows.map(({ from }) => Date.parse(from));
  const [first, second] = starts;
  if (first === undefined || second === undefined) return null;
  return (
    <>
      <p className="pb-1 text-sm">
        {t(reached > 0 ? 'reachedIn' : 'neverReached', { reached, count: windows.length })}
      </p>
      <TimeSeries
        label={t('windowsLabel')}
        mode="bars"
        unit={UNIT[of.measure]}
        height={120}
        buckets={starts}
        bucketMs={second - first}
        completeUntilMs={Date.parse(windows.at(-1)?.from ?? '')}
        series={[
          {
            name: 'used',
            label: t(`measure_${of.measure}`),
            color: 'var(--series-1)',
            points: windows.map(({ used }) => Number(used)),
          },
        ]}
        thresholds={[{ value: Number(of.limit), tone: 'bad' }]}
      />
    </>
  );
}

interface UsersProps {
  about: AboutQuota;
  users: NonNullable<AboutQuota['users']>;
}

function Users({ about: { of }, users: { over, near, most } }: UsersProps) {
  const t = useTexts(formTexts);
  const words = useQuotaWords();
  if (most.length === 0) return <p className="py-2 text-sm text-muted">{t('nobodySpent')}</p>;
  return (
    <>
      <p className="pb-1 text-sm">{over + near > 0 ? t('usersOverNow', { over, near }) : t('nobodyNear')}</p>
      <ul className="flex flex-col gap-1">
        {most.map(({ user, used }) => (
          <li key={user} className="grid grid-cols-[minmax(6rem,10rem)_1fr_5rem] items-center gap-3 text-sm">
            <span className="truncate">{user}</span>
            <QuotaGauge measure={of.measure} used={used} limit={of.limit} thresholds={of.thresholds} />
            <span className="figures text-right text-muted">{words.amount(of.measure, used)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
