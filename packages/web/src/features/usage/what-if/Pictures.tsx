import { COST_BUCKETS, type CostBucket, type Spent, type WhatIf } from '@pharos/core/api/what-if';
import { useMemo } from 'react';
import { Bar } from '../../../charts/bar/Bar.tsx';
import { MAIN_COLOR } from '../../../charts/kit/palette.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { bucketColor } from '../../../components/TokenBar.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { SERIES } from './PlanEditor.tsx';
import { whatIfTexts } from './texts.ts';

const OTHERS: Readonly<Partial<Record<CostBucket, string>>> = {
  request: 'var(--series-9)',
  other: 'var(--series-10)',
};
const colorOf = (bucket: CostBucket): string =>
  bucket === 'request' || bucket === 'other' ? (OTHERS[bucket] ?? '') : bucketColor(bucket);

/** The name of a bucket of cost. */
export function useBucketName(): (bucket: CostBucket) => string {
  const t = useTexts(whatIfTexts);
  const c = useTexts(common);
  return (bucket) => (bucket === 'request' ? t('request') : bucket === 'other' ? t('otherCost') : c(bucket));
}

/** What was measured and the scenarios: by kind of token, and over time. */
export function Pictures({ answer }: { answer: WhatIf }) {
  const t = useTexts(whatIfTexts);
  const bucketName = useBucketName();
  const { measured, outcomes, parts, partSeconds, to } = answer;
  const sides = [
    { label: t('now'), spent: measured as Spent, color: MAIN_COLOR },
    ...outcomes.map(({ after }, at) => ({
      label: t('scenario', { nth: at + 1 }),
      spent: after,
      color: `var(--series-${SERIES[at] ?? 1})`,
    })),
  ];
  const costOf = (spent: Spent, bucket: CostBucket) =>
    Number(spent.byBucket?.find((one) => one.bucket === bucket)?.cost ?? 0);
  const buckets = COST_BUCKETS.filter((bucket) => sides.some(({ spent }) => costOf(spent, bucket) > 0));
  const starts = useMemo(() => parts.map((start) => Date.parse(start)), [parts]);
  return (
    <div className="grid gap-5 xl:grid-cols-2">
      <Panel title={t('byBucket')}>
        <Bar
          label={t('byBucket')}
          unit="usd"
          parts={buckets.map((bucket) => ({
            name: bucket,
            label: bucketName(bucket),
            color: colorOf(bucket),
          }))}
          rows={sides.map(({ label, spent }) => ({
            key: label,
            label,
            group: [label],
            values: buckets.map((bucket) => costOf(spent, bucket)),
          }))}
          height={30 + sides.length * 30}
        />
      </Panel>
      <Panel title={t('overTime')}>
        <TimeSeries
          label={t('overTime')}
          mode="line"
          unit="usd"
          buckets={starts}
          bucketMs={partSeconds * 1000}
          completeUntilMs={Date.parse(to)}
          series={sides.map(({ label, spent, color }) => ({
            ...{ name: label, label, color },
            points: (spent.byPart ?? []).map(Number),
          }))}
          height={Math.max(200, 60 + sides.length * 34)}
        />
      </Panel>
    </div>
  );
}
