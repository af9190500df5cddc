import { ALERT_DOCUMENTS } from '@pharos/core/alerts/documents';
import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useState } from 'react';
import { useSaveAlertDocument } from '../../../api/alerts.ts';
import { Field } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { NO_PROBLEMS, parseTyped } from '../problems.ts';
import { ChosenField } from './ChosenField.tsx';
import { FormDialog } from './FormDialog.tsx';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

interface ContactDialogProps {
  project: string;
  /** The contact to be changed; else a new one is made. */
  contact: StoredAlertDocument<'contact'> | undefined;
  onClose: () => void;
}

/** Makes or changes by which channels somebody is reached. */
export function ContactDialog({ project, contact, onClose }: ContactDialogProps) {
  const t = useTexts(escalationTexts);
  const { people, channels } = useNames(project);
  const [person, setPerson] = useState(contact?.person ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(contact?.channels ?? []);
  const [isTried, setTried] = useState(false);
  const save = useSaveAlertDocument(project, 'contact');
  const parsed = parseTyped(ALERT_DOCUMENTS.contact.schema, { person, channels: chosen });
  const problems = isTried && 'problems' in parsed ? parsed.problems : NO_PROBLEMS;
  const submit = () => {
    setTried(true);
    if ('document' in parsed)
      save.mutate({ id: contact?.id, document: parsed.document }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('newContact')}
      busy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('person')} error={problems.at('person') ? t('wrongPerson') : undefined}>
        {(ids) => (
          <Select
            {...ids}
            value={person}
            onChange={setPerson}
            options={[{ value: '', label: t('choose') }, ...people]}
          />
        )}
      </Field>
      <ChosenField
        label={t('channels')}
        all={channels}
        chosen={chosen}
        onChange={setChosen}
        error={problems.at('channels') ? t('wrongChannels') : undefined}
      />
    </FormDialog>
  );
}
