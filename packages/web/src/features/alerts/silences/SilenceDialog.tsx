import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { useState } from 'react';
import { useSaveAlertDocument } from '../../../api/alerts.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { useZone } from '../../../format/zone.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { NO_PROBLEMS } from '../problems.ts';
import { MatchersField } from './MatchersField.tsx';
import { MutedNow } from './MutedNow.tsx';
import { formOf, newForm, parseForm, type SilenceForm } from './silence-form.ts';
import { TimesField } from './TimesField.tsx';
import { silenceTexts } from './texts.ts';

interface SilenceDialogProps {
  project: string;
  /** The silence to be changed, or what a new one begins with. */
  about: StoredAlertDocument<'silence'> | { matchers: readonly Matcher[] };
  onClose: () => void;
}

/** Makes or changes a silence or maintenance window; below its matchers stands what they would mute now. */
export function SilenceDialog({ project, about, onClose }: SilenceDialogProps) {
  const t = useTexts(silenceTexts);
  const c = useTexts(common);
  const zone = useZone();
  const stored = 'id' in about ? about : undefined;
  const [form, setForm] = useState<SilenceForm>(() =>
    stored ? formOf(stored, zone) : newForm(about.matchers, Date.now(), zone),
  );
  const [isTried, setTried] = useState(false);
  const save = useSaveAlertDocument(project, 'silence');
  const change = (patch: Partial<SilenceForm>) => setForm((before) => ({ ...before, ...patch }));
  const parsed = parseForm(form);
  const problems = isTried && 'problems' in parsed ? parsed.problems : NO_PROBLEMS;
  const submit = () => {
    setTried(true);
    if ('document' in parsed)
      save.mutate({ id: stored?.id, document: parsed.document }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(stored ? 'editTitle' : 'newTitle')}
      description={t('dialogHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={save.isPending} onClick={submit}>
            {stored ? c('save') : t('create')}
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
        <MatchersField
          legend={t('matchers')}
          matchers={form.matchers}
          onChange={(matchers) => change({ matchers })}
          isWrong={(row) => problems.at(`matchers.${row}`)}
        />
        <MutedNow project={project} matchers={form.matchers} />
        <TimesField form={form} onChange={change} problems={problems} />
        <Field label={t('comment')} error={problems.at('comment') ? t('wrongComment') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={1000}
              placeholder={t('commentPlaceholder')}
              value={form.comment}
              onChange={(event) => change({ comment: event.target.value })}
            />
          )}
        </Field>
        <button type="submit" hidden />
        <ErrorLine error={save.error} />
      </form>
    </Dialog>
  );
}
