import type { QuotaBurnDown } from '@pharos/core/api/quota-views';
import type { StoredQuota } from '@pharos/core/api/quotas';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { burnDownQuery } from '../../api/quotas.ts';
import { BurnDown } from '../../charts/burn-down/BurnDown.tsx';
import { Gauge } from '../../charts/gauge/Gauge.tsx';
import { DataTable } from '../../charts/kit/DataTable.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { UNIT, useQuotaWords } from '../../components/quotas/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useUrlState } from '../../url-state.ts';
import { drawn, gaugeZones, tableOf } from './burn-down.ts';
import { quotaTexts } from './texts.ts';

/** Which user of a quota for each one is looked at, in the address. */
export const whoseSearch = z.object({ user: z.string().max(256).optional().catch(undefined) });

interface BurnDownPanelProps {
  project: string;
  quota: StoredQuota;
}

const HEIGHT = 240;

/** The gauge, and what is left over the window with its projection to the end. */
export function BurnDownPanel({ project, quota }: BurnDownPanelProps) {
  const t = useTexts(quotaTexts);
  const [{ user }] = useUrlState(whoseSearch);
  const subject = quota.scope.type === 'eachUser' ? user : undefined;
  const query = useQuery(burnDownQuery(project, quota.id, subject));
  const known = query.data;
  const whose = quota.scope.type === 'eachUser' ? (known?.subject ?? subject) : undefined;
  return (
    <QueryPanel
      title={whose ? t('burnDownOf', { user: whose }) : t('burnDown')}
      note={known && <Basis burnDown={known} />}
      query={query}
      height={HEIGHT + 28}
      tableToggle
    >
      {(burnDown, asTable) =>
        burnDown.subject === null ? (
          <p className="py-6 text-sm text-muted">{t('nobodyYet')}</p>
        ) : (
          <Pictures quota={quota} burnDown={burnDown} asTable={asTable} />
        )
      }
    </QueryPanel>
  );
}

function Basis({ burnDown: { projection } }: { burnDown: QuotaBurnDown }) {
  const t = useTexts(quotaTexts);
  return t(projection ? projection.method : 'nothingToGoBy');
}

interface PicturesProps {
  quota: StoredQuota;
  burnDown: QuotaBurnDown;
  asTable: boolean;
}

function Pictures({ quota, burnDown, asTable }: PicturesProps) {
  const t = useTexts(quotaTexts);
  const format = useFormat();
  const words = useQuotaWords();
  const unit = UNIT[quota.measure];
  const data = useMemo(() => drawn(burnDown, quota.thresholds), [burnDown, quota.thresholds]);
  const zones = useMemo(() => gaugeZones(data.limit, quota.thresholds), [data.limit, quota.thresholds]);
  return (
    <>
      <p className="pb-2 text-sm">
        <Verdict quota={quota} burnDown={burnDown} />
      </p>
      {asTable ? (
        <DataTable
          label={t('burnDown')}
          height={HEIGHT}
          table={tableOf(data, {
            time: t('time'),
            left: t('atLeft'),
            moment: (ms) => format.dateTime(ms),
            exact: (value) => format.exact(value, unit),
          })}
        />
      ) : (
        <div className="grid grid-cols-1 items-center gap-x-6 gap-y-3 md:grid-cols-[13rem_minmax(0,1fr)]">
          <div>
            <Gauge
              label={t('used')}
              unit={unit}
              value={Number(burnDown.used)}
              most={data.limit}
              thresholds={zones}
              height={170}
            />
            <p
              className="figures text-center text-sm text-muted"
              title={words.exact(quota.measure, burnDown.remaining)}
            >
              {t('remaining')} {words.amount(quota.measure, burnDown.remaining)}
            </p>
          </div>
          <BurnDown
            label={t('burnDown')}
            unit={unit}
            even={quota.window.type === 'calendar'}
            height={HEIGHT}
            {...data}
          />
        </div>
      )}
    </>
  );
}

/** When it is expected to be used up, in a sentence. */
function Verdict({ quota, burnDown }: { quota: StoredQuota; burnDown: QuotaBurnDown }) {
  const t = useTexts(quotaTexts);
  const format = useFormat();
  const { projection } = burnDown;
  if (Number(burnDown.used) >= Number(burnDown.limit)) {
    return <strong className="font-medium text-bad">▲ {t('usedUp')}</strong>;
  }
  if (!projection) return null;
  const at = (iso: string) =>
    quota.window.unit === 'minute' ? format.timeOfDay(Date.parse(iso)) : format.dayTime(Date.parse(iso));
  const { exhaustedAt, earliest, latest } = projection;
  if (exhaustedAt) {
    const band =
      earliest && latest
        ? earliest === latest
          ? ''
          : t('willEndBand', { from: at(earliest), to: at(latest) })
        : earliest
          ? t('willEndOpen', { from: at(earliest) })
          : '';
    return (
      <>
        <strong className="font-medium">{t('willEnd', { at: at(exhaustedAt) })}</strong>
        {band}
      </>
    );
  }
  if (earliest) return t('mightEnd', { from: at(earliest) });
  return t(quota.window.type === 'rolling' ? 'willLastRolling' : 'willLast');
}
