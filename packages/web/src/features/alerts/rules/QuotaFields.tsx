import { useQuery } from '@tanstack/react-query';
import { quotasQuery } from '../../../api/quotas.ts';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';

/** Which quota is watched, or all, and how much of it may be used. */
export function QuotaFields({ form, change, problems }: FormPart) {
  const t = useTexts(ruleFormTexts);
  const { data } = useQuery(quotasQuery(useProject()));
  const known = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  // One that is gone, or not known yet, stays chosen.
  const isKnown = form.quota === '' || known.some(({ value }) => value === form.quota);
  const kept = isKnown ? [] : [{ value: form.quota, label: form.quota }];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('quota')} error={problems.at('watch.quota') ? t('wrongValue') : undefined}>
        {(ids) => (
          <Select
            {...ids}
            value={form.quota}
            onChange={(quota) => change({ quota })}
            options={[{ value: '', label: t('allQuotas') }, ...known, ...kept]}
          />
        )}
      </Field>
      <Field label={t('used')} error={problems.at('watch.percent') ? t('wrongCount') : undefined}>
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            maxLength={5}
            value={form.percent}
            onChange={(event) => change({ percent: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
