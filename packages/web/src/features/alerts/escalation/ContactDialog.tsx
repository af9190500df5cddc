import { ALERT_DOCUMENTS } from '@pharos/core/alerts/documents';
import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { ChosenField } from '../../../components/form/ChosenField.tsx';
import { parseTyped } from '../../../components/form/problems.ts';
import { formWords } from '../../../components/form/texts.ts';
import { Field } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useDocumentForm } from '../use-document-form.ts';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

interface ContactDialogProps {
  project: string;
  /** The contact to be changed; else a new one is made. */
  contact: StoredAlertDocument<'contact'> | undefined;
  onClose: () => void;
}

interface ContactForm {
  person: string;
  channels: readonly string[];
}
const parseForm = (form: ContactForm) => parseTyped(ALERT_DOCUMENTS.contact.schema, form);

/** Makes or changes by which channels somebody is reached. */
export function ContactDialog({ project, contact, onClose }: ContactDialogProps) {
  const t = useTexts(escalationTexts);
  const f = useTexts(formWords);
  const { people, channels } = useNames(project);
  const { form, change, problems, ...dialog } = useDocumentForm({
    ...{ project, kind: 'contact', id: contact?.id, parse: parseForm, onSaved: onClose },
    begun: (): ContactForm => ({ person: contact?.person ?? '', channels: contact?.channels ?? [] }),
  });
  return (
    <FormDialog title={t('newContact')} {...dialog} onClose={onClose}>
      <Field label={t('person')} error={problems.at('person') ? t('wrongPerson') : undefined}>
        {(ids) => (
          <Select
            {...ids}
            value={form.person}
            onChange={(person) => change({ person })}
            options={[{ value: '', label: f('choose') }, ...people]}
          />
        )}
      </Field>
      <ChosenField
        label={t('channels')}
        all={channels}
        chosen={form.channels}
        onChange={(channels) => change({ channels })}
        error={problems.at('channels') ? t('wrongChannels') : undefined}
      />
    </FormDialog>
  );
}
