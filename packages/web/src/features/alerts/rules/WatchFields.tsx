import { AGENT_STATES } from '@pharos/core/agents/facts';
import { agentWords } from '../../../components/agents/texts.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Part } from '../../../components/form/Part.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { MetricTokens } from '../../../widgets/asking/MetricTokens.tsx';
import { SplitTokens } from '../../../widgets/asking/SplitTokens.tsx';
import { BurnWindows } from './BurnWindows.tsx';
import { Choices } from './Choices.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';
import { QuotaFields } from './QuotaFields.tsx';
import { withMetric } from './rule-form.ts';
import { TextField } from './TextField.tsx';

const KINDS = ['metric', 'errors', 'agents', 'quotas'] as const;
const HAPPENINGS = ['new', 'regressed'] as const;

/** What a rule looks at, and when that is bad. */
export function WatchFields(part: FormPart) {
  const t = useTexts(ruleFormTexts);
  const { form, change } = part;
  return (
    <>
      <div className="flex flex-col items-start gap-1">
        <span aria-hidden className="text-xs font-medium text-soft">
          {t('kind')}
        </span>
        <Segmented
          label={t('kind')}
          value={form.kind}
          onChange={(kind) => change({ kind })}
          options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
        />
      </div>
      <OfKind {...part} />
    </>
  );
}

function OfKind(part: FormPart) {
  const t = useTexts(ruleFormTexts);
  const states = useTexts(agentWords);
  const { form, change, problems } = part;
  switch (form.kind) {
    case 'metric':
      return <MetricFields {...part} />;
    case 'errors':
      return (
        <>
          <Choices
            legend={t('happenings')}
            all={HAPPENINGS.map((value) => ({ value, label: t(`happening_${value}`) }))}
            chosen={form.happenings}
            onChange={(happenings) => change({ happenings })}
            error={problems.at('watch.happenings') ? t('wrongChoice') : undefined}
          />
          <Where {...part} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField {...part} name="leastCount" path="watch.leastCount" wrong={t('wrongCount')} />
            <TextField {...part} name="window" path="watch.windowSeconds" wrong={t('wrongWindow')} />
          </div>
        </>
      );
    case 'agents':
      return (
        <>
          <Choices
            legend={t('states')}
            all={AGENT_STATES.map((value) => ({ value, label: states(value) }))}
            chosen={form.states}
            onChange={(chosen) => change({ states: chosen })}
            error={problems.at('watch.states') ? t('wrongChoice') : undefined}
          />
          <TextField
            {...part}
            name="agent"
            path="watch.agent"
            hint={t('agentHint')}
            wrong={t('wrongValue')}
          />
        </>
      );
    case 'quotas':
      return <QuotaFields {...part} />;
  }
}

function MetricFields(part: FormPart) {
  const t = useTexts(ruleFormTexts);
  const { form, change, problems } = part;
  const asked = { metrics: form.metric === '' ? [] : [form.metric], dimensions: form.by };
  const isWrong = form.condition !== 'burnRate' && problems.at('watch.metric');
  return (
    <>
      <Part name={t('metric')} error={isWrong || problems.at('watch.by') ? t('wrongMetric') : undefined}>
        <MetricTokens asked={asked} most={1} onChange={([metric = '']) => change(withMetric(form, metric))} />
      </Part>
      <Part name={t('by')} error={undefined}>
        <SplitTokens asked={asked} onChange={(by) => change({ by })} />
      </Part>
      <Where {...part} />
      <div className="grid gap-4 sm:grid-cols-2">
        {form.condition !== 'burnRate' && (
          <TextField {...part} name="window" path="watch.windowSeconds" wrong={t('wrongWindow')} />
        )}
        <TextField
          {...part}
          {...{
            name: 'leastRows',
            path: 'watch.leastRows',
            wrong: t('wrongCount'),
            hint: t('leastRowsHint'),
          }}
        />
      </div>
      <ConditionFields {...part} />
      {form.condition === 'burnRate' && <BurnWindows {...part} />}
    </>
  );
}

function Where({ form, change, problems }: FormPart) {
  const t = useTexts(ruleFormTexts);
  const range = useStillRange();
  return (
    <Part name={t('where')} error={problems.at('watch.filters') ? t('wrongWhere') : undefined}>
      <div className="w-full">
        <FilterBar value={form.filter} onChange={(filter) => change({ filter })} range={range} />
      </div>
    </Part>
  );
}
