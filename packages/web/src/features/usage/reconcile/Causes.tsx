import type { Cause, Reconciliation } from '@pharos/core/api/reconcile';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { nameOf, sentenceOf, setApart } from './cause-words.ts';
import { type Behind, tracesLink } from './drill.ts';
import { reconcileTexts } from './texts.ts';
import { useReconcile } from './use-reconcile.ts';

/** What rounds to no cent is not worth a line. */
const HALF_A_CENT = 0.005;
const ACTION = 'text-accent hover:underline';

/** What can have made the difference, the likeliest first, each with what helps. */
export function Causes({ of }: { of: Reconciliation }) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  const { causes, unexplained, total } = of.comparison;
  if (causes.length === 0) {
    const isSame = Object.values(total.difference).every((gap) => Number(gap) === 0);
    return <p className="py-2 text-sm text-muted">{t(isSame ? 'agrees' : 'noCause')}</p>;
  }
  const isRest = unexplained.tokens > 0 || Number(unexplained.cost) >= HALF_A_CENT;
  return (
    <ol className="flex flex-col divide-y">
      {causes.map((cause) => {
        const { key, values } = sentenceOf(cause, of, format, t);
        return (
          <li
            key={JSON.stringify([cause.kind, cause.factor, cause.keys])}
            className="grid grid-cols-[4.5rem_1fr] gap-x-4 py-2.5"
          >
            <Share share={cause.share} />
            <div className="min-w-0 text-sm">
              <p className="break-words">{setApart(t(key, values))}</p>
              <p className="mt-0.5 flex flex-wrap gap-x-4 text-xs">
                <Actions cause={cause} of={of} />
              </p>
            </div>
          </li>
        );
      })}
      {isRest && (
        <li className="py-2.5 text-sm text-muted">
          {t('unexplained', {
            tokens: format.compact(unexplained.tokens),
            cost: format.money(unexplained.cost),
          })}
        </li>
      )}
    </ol>
  );
}

function Share({ share }: { share: number }) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  return (
    <span className="flex flex-col gap-1 pt-0.5" title={t('shareHint')}>
      <span className="figures text-sm font-semibold">{format.percent(share)}</span>
      <span aria-hidden className="h-1 overflow-hidden rounded-full bg-pressed">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

/** What helps against a cause: a setting, another view, or the traces behind it. */
function Actions({ cause, of }: { cause: Cause; of: Reconciliation }): ReactNode {
  const t = useTexts(reconcileTexts);
  const project = useProject();
  const { setZone, addSame } = useReconcile();
  const { comparison, zone, filters, statement } = of;
  const behind: Behind = { project, zone, filters };
  const models = comparison.models.filter(({ key }) => cause.keys.includes(key));
  const [first = statement.from, last = first] = [cause.days.toSorted()[0], cause.days.toSorted().at(-1)];
  if (cause.kind === 'time-zone')
    return (
      <button type="button" className={ACTION} onClick={() => setZone(cause.zone ?? '')}>
        {t('useZone', { zone: cause.zone ?? '' })}
      </button>
    );
  if (cause.kind === 'named-differently') {
    const pairs = (cause.pairs ?? []).map(({ stated, measured }) => {
      const [model] = comparison.models.filter(({ key }) => key === stated);
      return `${model?.statedNames[0] ?? stated}=${nameOf(comparison, measured)}`;
    });
    return (
      <button type="button" className={ACTION} onClick={() => addSame(pairs)}>
        {t('useSame')}
      </button>
    );
  }
  const isSeen = models.some(({ measuredNames }) => measuredNames.length > 0);
  return (
    <>
      {(cause.kind === 'unpriced' || cause.kind === 'other-price') && (
        <Link
          to="/p/$project/settings/prices"
          params={{ project }}
          search={{ model: models[0]?.name ?? '' } as never}
          className={ACTION}
        >
          {t('setPrice')}
        </Link>
      )}
      {cause.kind !== 'missing-days' && isSeen && (
        <Link {...tracesLink(behind, models, first, last)} className={ACTION}>
          {t('seeTraces')}
        </Link>
      )}
    </>
  );
}
