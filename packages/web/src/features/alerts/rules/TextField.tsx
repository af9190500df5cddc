import { Field, Input } from '../../../components/Input.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { ruleFormTexts } from './form-texts.ts';

type Named =
  | 'name'
  | 'window'
  | 'leastRows'
  | 'leastCount'
  | 'agent'
  | 'for'
  | 'recover'
  | 'every'
  | 'delay'
  | 'maxGroups';

interface TextFieldProps extends FormPart {
  /** Of the form, and of its label. */
  name: Named | 'labels' | 'runbook' | 'owner' | 'description';
  /** Where the API finds it wrong. */
  path: string;
  wrong: string;
  hint?: string;
  /** Lines of what is longer than one. */
  rows?: number;
}

/** A line of the form, with what is wrong with it. */
export function TextField({ form, change, problems, name, path, wrong, hint, rows }: TextFieldProps) {
  const t = useTexts(ruleFormTexts);
  return (
    <Field label={t(name)} hint={hint} error={problems.at(path) ? wrong : undefined}>
      {(ids) => {
        const control = {
          ...{ ...ids, maxLength: 4000, value: form[name] },
          onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
        };
        if (rows === undefined) return <Input {...control} />;
        return <TextArea {...control} rows={rows} />;
      }}
    </Field>
  );
}
