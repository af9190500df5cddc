import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { Field, Input } from '../../../components/Input.tsx';
import { useZone } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useDocumentForm } from '../use-document-form.ts';
import { MatchersField } from './MatchersField.tsx';
import { MutedNow } from './MutedNow.tsx';
import { formOf, newForm, parseForm } from './silence-form.ts';
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
  const zone = useZone();
  const stored = 'id' in about ? about : undefined;
  const { form, change, problems, ...dialog } = useDocumentForm({
    ...{ project, kind: 'silence', id: stored?.id, parse: parseForm, onSaved: onClose },
    begun: () => (stored ? formOf(stored, zone) : newForm(about.matchers, Date.now(), zone)),
  });
  return (
    <FormDialog
      title={t(stored ? 'editTitle' : 'newTitle')}
      description={t('dialogHint')}
      {...(!stored && { action: t('create') })}
      {...dialog}
      onClose={onClose}
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
    </FormDialog>
  );
}
