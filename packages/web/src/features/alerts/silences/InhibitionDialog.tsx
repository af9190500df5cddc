import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { type InhibitionInput, inhibitionInputSchema } from '@pharos/core/incidents/inhibition';
import type { Matcher } from '@pharos/core/incidents/matcher';
import { parseTyped } from '../../../components/form/problems.ts';
import { Field, Input } from '../../../components/Input.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useDocumentForm } from '../use-document-form.ts';
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
const NEW: InhibitionInput = { name: '', source: [NO_MATCHER], target: [NO_MATCHER], equal: [] };

type InhibitionForm = Omit<InhibitionInput, 'equal' | 'source' | 'target'> & {
  source: readonly Matcher[];
  target: readonly Matcher[];
  equal: string;
};
const formOf = ({ name, source, target, equal }: InhibitionInput): InhibitionForm => ({
  ...{ name, source, target, equal: equal.join(', ') },
});
const parseForm = (form: InhibitionForm) =>
  parseTyped(inhibitionInputSchema, { ...form, equal: form.equal.split(/[\s,]+/).filter(Boolean) });

/** Makes or changes an inhibition. */
export function InhibitionDialog({ project, inhibition, onClose }: InhibitionDialogProps) {
  const t = useTexts(silenceTexts);
  const { form, change, problems, ...dialog } = useDocumentForm({
    ...{ project, kind: 'inhibition', id: inhibition?.id, parse: parseForm, onSaved: onClose },
    begun: () => formOf(inhibition ?? NEW),
  });
  return (
    <FormDialog
      title={inhibition ? t('editInhibition', { name: inhibition.name }) : t('newInhibition')}
      description={t('inhibitionsHint')}
      {...dialog}
      onClose={onClose}
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
    </FormDialog>
  );
}
