import type { SpanSkeleton } from '@pharos/core/api/spans';
import { outputSpeed } from '@pharos/core/output-speed';
import { USAGE_BUCKETS } from '@pharos/core/usage';
import type { ReactNode } from 'react';
import { bucketColor } from '../../components/TokenBar.tsx';
import { Duration, Money } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from './texts.ts';

const Pair = ({ name, children }: { name: string; children: ReactNode }) => (
  <span className="whitespace-nowrap">
    <span className="text-muted">{name}</span> {children}
  </span>
);

/** How long, how fast, how much: one line, then tokens and cost by bucket. */
export function SpanFigures({ span }: { span: SpanSkeleton }) {
  const t = useTexts(traceTexts);
  const format = useFormat();
  const speed = span.kind === 'llm' ? outputSpeed(span) : undefined;
  return (
    <>
      <p className="flex flex-wrap gap-x-5 gap-y-0.5">
        <Pair name={t('duration')}>
          <Duration ms={span.durationMs} />
        </Pair>
        {span.timeToFirstTokenMs !== null && (
          <Pair name={t('firstToken')}>
            <Duration ms={span.timeToFirstTokenMs} />
          </Pair>
        )}
        {speed !== undefined && (
          <Pair name={t('outputSpeed')}>
            {t('tokensPerSecond', { count: format.compact(Math.round(speed)) })}
          </Pair>
        )}
        {span.cost && (
          <Pair name={t('cost')}>
            <Money
              amount={span.cost.total}
              currency={span.cost.currency}
              priced={span.cost.priced}
              of={
                span.usage?.estimated ? { tokens: span.usage.total, estimated: span.usage.total } : undefined
              }
            />
          </Pair>
        )}
      </p>
      <UsageTable span={span} />
    </>
  );
}

/** A part of one call's cost is far below a cent: two digits that count, where there is room for them. */
function SmallMoney(props: { amount: string | undefined; currency: string; priced: boolean }) {
  const format = useFormat();
  const rate = props.currency === 'USD' ? format.rate : undefined;
  const amount = Number(props.amount) * (rate ? format.shownPer('usd') : 1);
  if (!(amount > 0) || amount >= 0.01) return <Money {...props} />;
  const text = new Intl.NumberFormat(format.locale, {
    style: 'currency',
    currency: rate?.currency ?? props.currency,
    currencyDisplay: 'narrowSymbol',
    maximumSignificantDigits: 2,
  }).format(amount);
  return <span title={format.exactMoney(props.amount ?? '', props.currency)}>{text}</span>;
}

/** Who guessed the tokens, and with what: see `tokenizer` of the API. */
function estimatedBy(t: typeof traceTexts.t, tokenizer: string | undefined): string {
  if (tokenizer === undefined) return t('estimated');
  const [encoding = '', family] = tokenizer.split('~').reverse();
  if (family === undefined) return t('estimatedByPharos', { encoding });
  return family === 'other'
    ? t('estimatedRoughly', { encoding })
    : t('estimatedNearly', { encoding, family });
}

function UsageTable({ span }: { span: SpanSkeleton }) {
  const t = useTexts(traceTexts);
  const c = useTexts(common);
  const format = useFormat();
  const { usage, cost } = span;
  if (!usage) return null;
  const buckets = USAGE_BUCKETS.filter((bucket) => (usage[bucket] ?? 0) > 0);
  const notes = [
    !usage.counted && t(usage.tokenizer === undefined ? 'notCounted' : 'estimateNotCounted'),
    usage.estimated && estimatedBy(t, usage.tokenizer),
    usage.mismatch && t('mismatch'),
  ].filter((note): note is string => Boolean(note));
  return (
    <div className="scroll-thin mt-2 overflow-x-auto">
      <table className="figures w-full text-end text-sm">
        <thead>
          <tr className="border-b text-xs text-muted">
            <th className="h-7 pe-3 text-start font-normal">{t('bucketTokens')}</th>
            {buckets.map((bucket) => (
              <th key={bucket} className="ps-3 text-end font-normal whitespace-nowrap">
                <span
                  aria-hidden
                  className="me-1.5 inline-block size-2 rounded-[2px]"
                  style={{ background: bucketColor(bucket) }}
                />
                {c(bucket)}
              </th>
            ))}
            <th className="ps-3 text-end font-normal">{c('total')}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-b">
            <td className="h-8 pe-3 text-start text-muted">{t('count')}</td>
            {buckets.map((bucket) => (
              <td key={bucket} className="ps-3">
                {format.count(usage[bucket] ?? 0)}
              </td>
            ))}
            <td className="ps-3 font-medium">
              {usage.estimated && '≈ '}
              {format.count(usage.total)}
            </td>
          </tr>
          {cost && (
            <tr className="border-b">
              <td className="h-8 pe-3 text-start text-muted">{t('cost')}</td>
              {buckets.map((bucket) => (
                <td key={bucket} className="ps-3">
                  <SmallMoney amount={cost[bucket]} currency={cost.currency} priced={cost.priced} />
                </td>
              ))}
              <td className="ps-3 font-medium">
                <SmallMoney amount={cost.total} currency={cost.currency} priced={cost.priced} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {notes.map((note) => (
        <p key={note} className="mt-1 text-xs text-muted">
          {note}
        </p>
      ))}
    </div>
  );
}
