import type { StoredQuota } from '@pharos/core/api/quotas';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { quotaChanges, useQuotaChange } from '../../api/quotas.ts';
import { suggestQuery } from '../../api/telemetry.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useStillRange } from '../../use-still-range.ts';
import { amountsTyped } from './amount-typed.ts';
import { amountProblem, formTexts } from './form-texts.ts';
import { expiryOf, type Until, untilsOf } from './raise-form.ts';

interface RaiseDialogProps {
  project: string;
  quota: StoredQuota;
  /** Whom it is for, when that is known. */
  user?: string;
  onClose: () => void;
}

/** Gives a quota, or one user of it, more for a while or another limit. */
export function RaiseDialog({ project, quota, user, onClose }: RaiseDialogProps) {
  const t = useTexts(formTexts);
  const c = useTexts(common);
  const words = useQuotaWords();
  const [one, setOne] = useState(user !== undefined);
  const [name, setName] = useState(user ?? '');
  const [kind, setKind] = useState<'add' | 'limit'>('add');
  const [amount, setAmount] = useState('');
  const [chosen, setUntil] = useState<Until>();
  const [date, setDate] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const raise = useQuotaChange(project, quotaChanges.raise);

  const untils = untilsOf(quota.window, kind);
  const until = untils.find((each) => each === chosen) ?? untils[0] ?? 'date';
  const expiresAt = expiryOf(until, { nowMs: Date.now(), window: quota.window, date });
  const amounts = amountsTyped(quota.measure, amount);
  const wrong = {
    name: one && name.trim() === '',
    amount: amounts.length !== 1,
    until: expiresAt === undefined,
    reason: reason.trim() === '',
  };
  const submit = () => {
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    raise.mutate(
      {
        id: quota.id,
        [kind]: amounts[0],
        reason: reason.trim(),
        ...(one && { subject: name.trim() }),
        ...(expiresAt && { expiresAt }),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        user === undefined ? t('raiseTitle', { name: quota.name }) : t('raiseFor', { name: quota.name, user })
      }
      description={t('raiseHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={raise.isPending} onClick={submit}>
            {t('give')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {quota.scope.type === 'eachUser' && user === undefined && (
          <fieldset className="flex flex-col items-start gap-1.5">
            <legend className="pb-1 text-xs font-medium text-soft">{t('raiseWho')}</legend>
            <Segmented
              label={t('raiseWho')}
              value={one ? 'one' : 'all'}
              onChange={(next) => setOne(next === 'one')}
              options={[
                { value: 'all', label: t('everyone') },
                { value: 'one', label: t('oneUser') },
              ]}
            />
            {one && (
              <UserField project={project} value={name} onChange={setName} wrong={tried && wrong.name} />
            )}
          </fieldset>
        )}
        <fieldset className="flex flex-col items-start gap-1.5">
          <legend className="pb-1 text-xs font-medium text-soft">{t('raiseKind')}</legend>
          <Segmented
            label={t('raiseKind')}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'add', label: t('kind_add') },
              { value: 'limit', label: t('kind_limit') },
            ]}
          />
        </fieldset>
        <Field
          label={t('amount')}
          hint={t('amountNow', { limit: words.exact(quota.measure, quota.limit) })}
          error={tried && wrong.amount ? amountProblem(t, quota.measure, amounts) : undefined}
        >
          {(ids) => (
            <span className="flex items-center gap-2">
              <Input
                {...ids}
                inputMode="decimal"
                className="figures text-right"
                value={amount}
                onChange={(event) => setAmount(event.target.value)}
              />
              <span className="shrink-0 text-sm text-muted">{t(`limitUnit_${quota.measure}`)}</span>
            </span>
          )}
        </Field>
        <Field label={t('until')} error={tried && wrong.until ? t('untilPast') : undefined}>
          {(ids) => (
            <span className="flex flex-wrap gap-2">
              <Select
                {...ids}
                value={until}
                options={untils.map((value) => ({ value, label: t(`until_${value}`) }))}
                onChange={setUntil}
              />
              {until === 'date' && (
                <Input
                  type="datetime-local"
                  aria-label={t('until_date')}
                  className="!w-56"
                  value={date}
                  onChange={(event) => setDate(event.target.value)}
                />
              )}
            </span>
          )}
        </Field>
        <Field label={t('reason')} error={tried && wrong.reason ? t('reasonMissing') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              value={reason}
              maxLength={500}
              placeholder={t('reasonPlaceholder')}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <button type="submit" hidden />
        <ErrorLine error={raise.error} />
      </form>
    </Dialog>
  );
}

interface UserFieldProps {
  project: string;
  value: string;
  onChange: (value: string) => void;
  wrong: boolean;
}

function UserField({ project, value, onChange, wrong }: UserFieldProps) {
  const t = useTexts(formTexts);
  const id = useId();
  const range = useStillRange();
  const text = useDeferredValue(value.trim());
  const offered = useQuery(suggestQuery(project, 'user', text, range)).data ?? [];
  return (
    <>
      <Input
        list={id}
        aria-label={t('value_user')}
        aria-invalid={wrong || undefined}
        placeholder={t('value_user')}
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {offered.map((each) => (
          <option key={each.value} value={each.value} />
        ))}
      </datalist>
      {wrong && (
        <p role="alert" className="text-xs text-bad">
          {t('valueMissing')}
        </p>
      )}
    </>
  );
}
