import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { Field, Input } from '../../../components/Input.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { type ChannelField, isSecret } from './channel-fields.ts';
import type { ChannelForm } from './channel-form.ts';
import { channelTexts } from './texts.ts';

/** Double braces are values to the texts themselves. */
const BRACES = { open: '{{', close: '}}' };

interface ValueFieldProps {
  field: ChannelField;
  form: ChannelForm;
  onChange: (patch: Partial<ChannelForm>) => void;
  isWrong: boolean;
}

/** One of the values of a channel. A secret that is kept is not shown: it is replaced by what is typed, or taken away. */
export function ValueField({ field: { name, type, optional }, form, onChange, isWrong }: ValueFieldProps) {
  const t = useTexts(channelTexts);
  const value = form.values[name] ?? '';
  const isKept = form.kept.includes(name);
  const isGoing = form.removed.includes(name);
  const set = (text: string) => onChange({ values: { ...form.values, [name]: text } });
  const toggle = () =>
    onChange({
      removed: isGoing ? form.removed.filter((each) => each !== name) : [...form.removed, name],
    });
  const label = optional ? t('optional', { field: t(`field_${name}`) }) : t(`field_${name}`);
  const hint = isKept ? t(isGoing ? 'secretGoing' : 'secretKept') : t(`hint_${name}`, BRACES);
  return (
    <Field label={label} hint={hint} error={isWrong ? t(`wrong_${name}`) : undefined}>
      {(ids) => {
        const typed = {
          ...ids,
          value,
          spellCheck: false,
          autoComplete: 'off',
          placeholder: isKept && !isGoing ? '••••••••' : undefined,
          onChange: (event: { target: { value: string } }) => set(event.target.value),
        };
        return (
          <span className="flex items-start gap-2">
            {type === 'line' || type === 'number' ? (
              <Input
                {...typed}
                inputMode={type === 'number' ? 'numeric' : undefined}
                className={cx(isSecret(form.kind, name) && 'font-mono text-xs')}
              />
            ) : (
              <TextArea {...typed} rows={type === 'text' ? 5 : 2} className="font-mono text-xs" />
            )}
            {isKept && optional && <Button onClick={toggle}>{t(isGoing ? 'keep' : 'takeAway')}</Button>}
          </span>
        );
      }}
    </Field>
  );
}
