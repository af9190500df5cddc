import type { WhatIf } from '@pharos/core/api/what-if';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { whatIfQuery } from '../../../api/what-if.ts';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { Notes } from './Notes.tsx';
import { Pictures } from './Pictures.tsx';
import { PlanEditor } from './PlanEditor.tsx';
import { MOST_PLANS, type Plan, requestOf } from './plan.ts';
import { SideBySide } from './SideBySide.tsx';
import { whatIfTexts } from './texts.ts';
import type { UseWhatIf } from './use-what-if.ts';

interface ScenariosProps extends UseWhatIf {
  measured: WhatIf;
}

/** Up to four scenarios beside what was measured. */
export function Scenarios({ state, asked, setPlans, measured }: ScenariosProps) {
  const t = useTexts(whatIfTexts);
  const project = useProject();
  const [largest] = measured.measured.byModel ?? [];
  const plans: readonly Plan[] =
    state.plans.length > 0 || !largest
      ? state.plans
      : [{ of: { provider: largest.provider, model: largest.model } }];
  const query = useQuery(whatIfQuery(project, requestOf(asked, plans)));
  const answer = query.data?.outcomes.length === plans.length ? query.data : undefined;
  const change = (at: number, plan: Plan | undefined) =>
    setPlans(
      plans.flatMap((one, i) => (i === at ? (plan ? [plan] : []) : [one])),
      plan !== undefined,
    );
  return (
    <div className="flex flex-col gap-5">
      <ol className="flex flex-col divide-y border-y">
        {plans.map((plan, at) => (
          // Plans have no name but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at}>
            <PlanEditor
              {...{ plan, measured }}
              nth={at + 1}
              outcome={answer?.outcomes[at]}
              isStale={query.isPlaceholderData}
              onChange={(next) => change(at, next)}
              onRemove={state.plans.length > 0 ? () => change(at, undefined) : undefined}
            />
          </li>
        ))}
      </ol>
      {plans.length < MOST_PLANS && (
        <Button className="self-start" onClick={() => setPlans([...plans, { of: plans[0]?.of }])}>
          <Plus className="size-4" aria-hidden />
          {t('add')}
        </Button>
      )}
      {query.isError ? (
        <PartError error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        answer && (
          <div
            aria-busy={query.isFetching}
            className={cx('flex flex-col gap-5 transition-opacity', query.isPlaceholderData && 'opacity-55')}
          >
            <Pictures answer={answer} />
            <SideBySide answer={answer} plans={plans} filter={state.filter} />
            <Notes outcomes={answer.outcomes} />
          </div>
        )
      )}
    </div>
  );
}
