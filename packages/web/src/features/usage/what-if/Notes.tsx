import type { Assumption, Left, Outcome } from '@pharos/core/api/what-if';
import { Panel } from '../../../components/Panel.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useBucketName } from './Pictures.tsx';
import { type WhatIfTranslate, whatIfTexts } from './texts.ts';

/** What the scenarios rest on, each said once, and the calls that are in no sum. */
export function Notes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const t = useTexts(whatIfTexts);
  const said = new Map<string, { assumption: Assumption; of: number[] }>();
  for (const [at, { assumptions }] of outcomes.entries()) {
    for (const assumption of assumptions) {
      const known = said.get(assumption.text) ?? { assumption, of: [] };
      said.set(assumption.text, { ...known, of: [...known.of, at + 1] });
    }
  }
  const left = outcomes.flatMap(({ left: all }, at) => all.map((one) => ({ one, nth: at + 1 })));
  return (
    <div className="grid gap-5 xl:grid-cols-2">
      {said.size > 0 && (
        <Panel title={t('assumptions')}>
          <ul className="flex flex-col gap-1 text-sm text-soft">
            {[...said.values()].map(({ assumption, of }) => (
              <li key={assumption.text} className="flex gap-2">
                <Which all={outcomes.length} of={of} />
                <span>{sentence(assumption, t)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {left.length > 0 && (
        <Panel title={t('leftTitle')}>
          <ul className="flex flex-col gap-1 text-sm text-soft">
            {left.map(({ one, nth }) => (
              <li
                key={`${nth} ${one.reason} ${one.provider} ${one.model} ${one.bucket} ${one.before} ${one.after}`}
                className="flex gap-2"
              >
                <Which all={outcomes.length} of={[nth]} />
                <LeftOut left={one} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

/** Of which scenarios, where there are several. */
const Which = ({ all, of }: { all: number; of: readonly number[] }) =>
  all > 1 ? <span className="figures w-10 shrink-0 text-muted">{of.join(', ')}</span> : null;

function sentence({ name, values }: Assumption, t: WhatIfTranslate): string {
  const source =
    values.source === undefined ? {} : { source: t(`source_${values.source}` as 'source_measured') };
  return t(`assume_${name}`, { ...values, ...source });
}

function LeftOut({ left }: { left: Left }) {
  const t = useTexts(whatIfTexts);
  const format = useFormat();
  const bucketName = useBucketName();
  const { reason, model, bucket, calls, before, after } = left;
  return (
    <span>
      {model}: {t('leftCalls', { count: calls, shown: format.count(calls) })} ·{' '}
      {t(`left_${reason}`, { bucket: bucket ? bucketName(bucket) : '' })}
      {(before !== undefined || after !== undefined) && (
        <>
          {' · '}
          <Money amount={before} /> → <Money amount={after} />
        </>
      )}
    </span>
  );
}
