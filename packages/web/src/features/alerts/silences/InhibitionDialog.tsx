import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { inhibitionInputSchema } from '@pharos/core/incidents/inhibition';
import { useState } from 'react';
import { useSaveAlertDocument } from '../../../api/alerts.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { NO_PROBLEMS, parseTyped } from '../problems.ts';
import { MatchersField } from './MatchersField.tsx';
import { NO_MATCHER } from './silence-form.ts';
import { silenceTexts } from './texts.ts';

interface InhibitionDialogProps {
  project: string;
  /** The inhibition to be changed; else a new one is made. */
  inhibition: StoredAlertDocument<'inhibition'> | undefined;
  onClose: () => void;
}

const SIDES = ['source', 'target'] as const;
const NEW = { name: '', source: [NO_MATCHER], target: [NO_MATCHER], equal: [] };

/** Makes or changes an inhibition. */
export function InhibitionDialog({ project, inhibition, onClose }: InhibitionDialogProps) {
  const t = useTexts(silenceTexts);
  const c = useTexts(common);
  const [form, setForm] = useState(() => {
    const { name, source, target, equal } = inhibition ?? NEW;
    return { name, source, target, equal: equal.join(', ') };
  });
  const [isTried, setTried] = useState(false);
  const save = useSaveAlertDocument(project, 'inhibition');
  const change = (patch: object) => setForm((before) => ({ ...before, ...patch }));
  const parsed = parseTyped(inhibitionInputSchema, {
    ...form,
    equal: form.equal.split(/[\s,]+/).filter(Boolean),
  });
  const problems = isTried && 'problems' in parsed ? parsed.problems : NO_PROBLEMS;
  const submit = () => {
    setTried(true);
    if ('document' in parsed)
      save.mutate({ id: inhibition?.id, document: parsed.document }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={inhibition ? t('editInhibition', { name: inhibition.name }) : t('newInhibition')}
      description={t('inhibitionsHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {c('save')}
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
        <Field label={t('name')} error={problems.at('name') ? t('wrongName') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        {SIDES.map((side) => (
          <MatchersField
            key={side}
            legend={t(side)}
            matchers={form[side]}
            onChange={(matchers) => change({ [side]: matchers })}
            isWrong={(row) => problems.at(`${side}.${row}`)}
          />
        ))}
        <Field
          label={t('equal')}
          hint={t('equalHint')}
          error={problems.at('equal') ? t('wrongLabel') : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              className="font-mono text-xs"
              value={form.equal}
              onChange={(event) => change({ equal: event.target.value })}
            />
          )}
        </Field>
        <button type="submit" hidden />
        <ErrorLine error={save.error} />
      </form>
    </Dialog>
  );
}
