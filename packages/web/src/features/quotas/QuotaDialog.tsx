import type { StoredQuota } from '@pharos/core/api/quotas';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { quotaChanges, useQuotaChange } from '../../api/quotas.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { ownZone } from '../../format/zone.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Choice } from './Choice.tsx';
import { amountProblem, formTexts } from './form-texts.ts';
import { Preview } from './Preview.tsx';
import { formOf, newForm, type Problems, parseForm, type QuotaForm } from './quota-form.ts';
import { ScopeField } from './ScopeField.tsx';
import { ThresholdField } from './ThresholdField.tsx';
import { WindowField } from './WindowField.tsx';

interface QuotaDialogProps {
  project: string;
  /** The quota to be changed; else a new one is made. */
  quota?: StoredQuota;
  /** What a new one begins with. */
  start?: Partial<QuotaForm>;
  onClose: () => void;
}

const MEASURES = ['tokens', 'cost', 'requests'] as const;
const ACTIONS = ['notify', 'deny'] as const;
const FALLBACKS = ['allow', 'deny'] as const;

/** Makes or changes a quota. Every choice says what it means; below stands what the quota would have done so far. */
export function QuotaDialog({ project, quota, start, onClose }: QuotaDialogProps) {
  const t = useTexts(formTexts);
  const c = useTexts(common);
  const words = useQuotaWords();
  const navigate = useNavigate();
  const [form, setForm] = useState<QuotaForm>(() =>
    quota ? formOf(quota, ownZone()) : { ...newForm(ownZone()), ...start },
  );
  /** Nothing is called wrong before it was tried or left. */
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set(quota ? ['all'] : []));
  const create = useQuotaChange(project, quotaChanges.create);
  const update = useQuotaChange(project, quotaChanges.update);
  const change = (patch: Partial<QuotaForm>) => setForm((before) => ({ ...before, ...patch }));
  const parsed = parseForm(form, quota?.enabled);
  const wrong = 'problems' in parsed ? parsed.problems : {};
  const isSeen = (name: keyof Problems) => seen.has(name) || seen.has('all');
  const shown = (name: Exclude<keyof Problems, 'limit'>) => (wrong[name] && isSeen(name)) || undefined;
  const leave = (name: keyof Problems) => setSeen((before) => new Set([...before, name]));
  const submit = () => {
    if (!('quota' in parsed)) setSeen(new Set(['all']));
    else if (quota) update.mutate({ id: quota.id, ...parsed.quota }, { onSuccess: onClose });
    else
      create.mutate(parsed.quota, {
        onSuccess: (made) => {
          onClose();
          void navigate({ to: '/p/$project/quotas/$quotaId', params: { project, quotaId: made.id } });
        },
      });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={quota ? t('editTitle', { name: quota.name }) : t('newTitle')}
      description={
        'quota' in parsed
          ? t('summary', {
              who: words.scope(parsed.quota.scope),
              amount: words.exact(form.measure, parsed.quota.limit),
              window: words.window(parsed.quota.window as Parameters<typeof words.window>[0]),
            })
          : undefined
      }
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={create.isPending || update.isPending} onClick={submit}>
            {quota ? c('save') : t('create')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('name')} error={shown('name') && t('nameMissing')}>
          {(ids) => (
            <Input
              {...ids}
              value={form.name}
              maxLength={120}
              placeholder={t('namePlaceholder')}
              onBlur={() => leave('name')}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <ScopeField
          project={project}
          form={form}
          onChange={change}
          wrong={shown('scopeValue')}
          onLeave={() => leave('scopeValue')}
        />
        <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
          <fieldset className="flex min-w-0 flex-col gap-1">
            <legend className="pb-1 text-xs font-medium text-soft">{t('measure')}</legend>
            <span>
              <Segmented
                label={t('measure')}
                value={form.measure}
                onChange={(measure) => change({ measure })}
                options={MEASURES.map((value) => ({ value, label: t(`measure_${value}`) }))}
              />
            </span>
            <p className="text-xs text-muted">{t(`measureHint_${form.measure}`)}</p>
          </fieldset>
          <Field
            label={t('limit')}
            error={wrong.limit && isSeen('limit') ? amountProblem(t, form.measure, wrong.limit) : undefined}
          >
            {(ids) => (
              <span className="flex items-center gap-2">
                <Input
                  {...ids}
                  inputMode="decimal"
                  className="figures text-right"
                  value={form.limit}
                  onBlur={() => leave('limit')}
                  onChange={(event) => change({ limit: event.target.value })}
                />
                <span className="shrink-0 text-sm text-muted">{t(`limitUnit_${form.measure}`)}</span>
              </span>
            )}
          </Field>
        </div>
        <WindowField
          form={form}
          onChange={change}
          wrong={shown('timeZone')}
          onLeave={() => leave('timeZone')}
        />
        <ThresholdField thresholds={form.thresholds} onChange={(thresholds) => change({ thresholds })} />
        <Choice
          label={t('action')}
          value={form.action}
          onChange={(action) => change({ action })}
          options={ACTIONS.map((value) => ({
            value,
            label: t(`action_${value}`),
            hint: t(`actionHint_${value}`),
          }))}
        />
        {form.action === 'deny' && (
          <Choice
            label={t('onUnavailable')}
            value={form.onUnavailable}
            onChange={(onUnavailable) => change({ onUnavailable })}
            options={FALLBACKS.map((value) => ({
              value,
              label: t(`onUnavailable_${value}`),
              hint: t(`onUnavailableHint_${value}`),
            }))}
          />
        )}
        <Preview project={project} quota={'quota' in parsed ? parsed.quota : undefined} />
        <button type="submit" hidden />
      </form>
      <ErrorLine error={create.error ?? update.error} />
    </Dialog>
  );
}
