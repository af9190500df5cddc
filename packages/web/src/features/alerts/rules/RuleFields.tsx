import { NO_DATA_POLICIES, SEVERITIES } from '@pharos/core/alerts/rule';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { Field } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';
import { TextField } from './TextField.tsx';
import { ruleTexts } from './texts.ts';
import { WatchFields } from './WatchFields.tsx';

/** All that is typed of a rule. */
export function RuleFields({ project, ...part }: FormPart & { project: string }) {
  const t = useTexts(ruleFormTexts);
  const w = useTexts(ruleTexts);
  const policies = useQuery(alertDocumentsQuery(project, 'policy')).data ?? [];
  const { form, change } = part;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <TextField {...part} name="name" path="name" wrong={t('wrongName')} />
      <WatchFields {...part} />
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField {...part} name="for" path="forSeconds" wrong={t('wrongFor')} />
        <TextField {...part} name="recover" path="recoverSeconds" wrong={t('wrongFor')} />
        <TextField {...part} name="every" path="everySeconds" wrong={t('wrongEvery')} />
        <Choice
          name={t('severity')}
          value={form.severity}
          onChange={(severity) => change({ severity })}
          options={SEVERITIES.map((value) => ({ value, label: w(value) }))}
        />
        <Choice
          name={t('noData')}
          value={form.noData}
          onChange={(noData) => change({ noData })}
          options={NO_DATA_POLICIES.map((value) => ({ value, label: t(`noData_${value}`) }))}
        />
        <Choice
          name={t('policy')}
          value={form.policy ?? ''}
          onChange={(policy) => change({ policy: policy === '' ? null : policy })}
          options={[
            { value: '', label: t('projectPolicy') },
            ...policies.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      <TextField
        {...part}
        {...{
          name: 'description',
          path: 'description',
          hint: t('descriptionHint'),
          wrong: t('wrongValue'),
          rows: 3,
        }}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField {...part} name="runbook" path="runbook" wrong={t('wrongRunbook')} />
        <TextField {...part} name="owner" path="owner" wrong={t('wrongName')} />
      </div>
      <TextField
        {...part}
        {...{ name: 'labels', path: 'labels', hint: t('labelsHint'), wrong: t('wrongLabels'), rows: 2 }}
      />
      <Rare {...part} />
      <Checkbox label={t('enabled')} checked={form.enabled} onChange={(enabled) => change({ enabled })} />
    </div>
  );
}

/** What few rules need to say. */
function Rare(part: FormPart) {
  const t = useTexts(ruleFormTexts);
  const { form, problems } = part;
  const isWrong = problems.at('delaySeconds') || problems.at('watch.maxGroups');
  const [isOpen, setOpen] = useState(false);
  return (
    <details open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-default text-sm text-soft">{t('rare')}</summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        <TextField
          {...part}
          {...{ name: 'delay', path: 'delaySeconds', hint: t('delayHint'), wrong: t('wrongDelay') }}
        />
        {form.kind === 'metric' && (
          <TextField
            {...part}
            {...{
              name: 'maxGroups',
              path: 'watch.maxGroups',
              hint: t('maxGroupsHint'),
              wrong: t('wrongGroups'),
            }}
          />
        )}
      </div>
    </details>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

const Choice = <Value extends string>({ name, ...select }: ChoiceProps<Value>) => (
  <Field label={name}>{(ids) => <Select {...ids} {...select} />}</Field>
);
