import { USAGE_BUCKETS, type UsageBucket } from '@pharos/core/usage';
import { StackedBar } from '../charts/lists/StackedBar.tsx';
import { useFormat } from '../format/use-format.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';

const COLORS: Record<UsageBucket, string> = {
  input: 'var(--series-1)',
  cachedRead: 'var(--series-8)',
  cacheWrite: 'var(--series-4)',
  cacheWrite1h: 'var(--series-4)',
  inputAudio: 'var(--series-9)',
  inputImage: 'var(--series-9)',
  output: 'var(--series-2)',
  reasoning: 'var(--series-7)',
  outputAudio: 'var(--series-6)',
  outputImage: 'var(--series-6)',
  searchUnits: 'var(--series-10)',
};

/** The colour of a usage bucket, the same wherever tokens are broken down. */
export const bucketColor = (bucket: UsageBucket): string => COLORS[bucket];

/** Counts in exclusive buckets; more than tokens may be reported, so only these are added up. */
export type TokenCounts = { readonly [Bucket in UsageBucket]?: number | undefined };

const shown = (counts: TokenCounts): [UsageBucket, number][] =>
  USAGE_BUCKETS.filter((bucket) => bucket !== 'searchUnits').flatMap((bucket) => {
    const count = counts[bucket] ?? 0;
    return count > 0 ? [[bucket, count]] : [];
  });

/** Tokens by bucket as one stacked bar; every part with its name and count on hover. */
export function TokenBar({ counts, className }: { counts: TokenCounts; className?: string }) {
  const t = useTexts(common);
  const format = useFormat();
  const parts = shown(counts);
  if (parts.length === 0) return null;
  return (
    <div className={className ?? 'w-36'}>
      <StackedBar
        label={t('total')}
        exact={format.count}
        parts={parts.map(([bucket, count]) => ({
          name: bucket,
          label: t(bucket),
          value: count,
          color: COLORS[bucket],
        }))}
      />
    </div>
  );
}
