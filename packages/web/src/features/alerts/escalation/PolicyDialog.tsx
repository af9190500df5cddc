import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useDocumentForm } from '../use-document-form.ts';
import { formOf, NEW_POLICY, parseForm } from './policy-form.ts';
import { StepsField } from './StepsField.tsx';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

interface PolicyDialogProps {
  project: string;
  /** The policy to be changed; else a new one is made. */
  policy: StoredAlertDocument<'policy'> | undefined;
  onClose: () => void;
}

/** Makes or changes an escalation policy. */
export function PolicyDialog({ project, policy, onClose }: PolicyDialogProps) {
  const t = useTexts(escalationTexts);
  const { targets } = useNames(project);
  const { form, change, problems, ...dialog } = useDocumentForm({
    ...{ project, kind: 'policy', id: policy?.id, parse: parseForm, onSaved: onClose },
    begun: () => (policy ? formOf(policy) : NEW_POLICY),
  });
  const line = (
    name: 'name' | 'groupBy' | 'wait' | 'interval' | 'repeat' | 'rounds',
    path: string,
    wrong: string,
  ) => (
    <Field
      label={t(name)}
      hint={name === 'name' ? undefined : t(`hint_${name}`)}
      error={problems.at(path) ? wrong : undefined}
    >
      {(ids) => (
        <Input
          {...ids}
          maxLength={700}
          value={form[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title={policy ? t('edit', { name: policy.name }) : t('newPolicy')}
      {...dialog}
      onClose={onClose}
    >
      {line('name', 'name', t('wrongName'))}
      <StepsField
        steps={form.steps}
        hasRounds={form.rounds.trim() !== '0'}
        targets={targets}
        onChange={(steps) => change({ steps })}
        problems={problems}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {line('rounds', 'rounds', t('wrongRounds'))}
        {line('repeat', 'repeatSeconds', t('wrongDuration_week'))}
        {line('groupBy', 'groupBy', t('wrongLabels'))}
        {line('wait', 'waitSeconds', t('wrongDuration_hour'))}
        {line('interval', 'intervalSeconds', t('wrongDuration_day'))}
      </div>
      <Checkbox label={t('tellsEnd')} checked={form.tellsEnd} onChange={(tellsEnd) => change({ tellsEnd })} />
      <Checkbox
        label={t('isDefault')}
        hint={t('isDefaultHint')}
        checked={form.isDefault}
        onChange={(isDefault) => change({ isDefault })}
      />
    </FormDialog>
  );
}
