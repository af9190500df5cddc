import { RELATIVE } from '@pharos/core/time-range';
import { Field } from '../../../../components/Input.tsx';
import { Select } from '../../../../components/Select.tsx';
import { useTexts } from '../../../../i18n/i18n.ts';
import { shell } from '../../../../shell/messages.ts';
import { changeAbout } from '../edits.ts';
import type { Editor } from '../use-editor.ts';
import { LocalTextField } from './LocalTextField.tsx';
import { panelTexts } from './texts.ts';

/** What a dashboard is called, what it is for, and the range it opens with. */
export function AboutPanel({ editor: { document, change } }: { editor: Editor }) {
  const t = useTexts(panelTexts);
  const s = useTexts(shell);
  const { title, description, range } = document;
  const ranges = RELATIVE.map((value) => ({ value: value as string, label: s(`last_${value}`) }));
  const known = ranges.some(({ value }) => value === range);
  return (
    <>
      <LocalTextField
        label={t('title')}
        value={title}
        onChange={(next) => change(changeAbout({ title: next }), 'title')}
      />
      <LocalTextField
        label={t('description')}
        value={description}
        rows={3}
        maxLength={500}
        onChange={(next) => change(changeAbout({ description: next }), 'description')}
      />
      <Field label={t('opensWith')}>
        {(ids) => (
          <Select
            {...ids}
            value={range}
            options={known ? ranges : [{ value: range, label: range }, ...ranges]}
            onChange={(next) => change(changeAbout({ range: next }))}
          />
        )}
      </Field>
    </>
  );
}
