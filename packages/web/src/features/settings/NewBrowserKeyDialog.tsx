import { originPattern } from '@pharos/core/origins';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Input.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { browserKeyTexts } from './browser-key-texts.ts';
import { KeyDialog } from './KeyDialog.tsx';
import { changes, useChange } from './settings-api.ts';

/** The line that a page needs. */
export const scriptTag = (publicKey: string): string =>
  `<script src="${location.origin}/beacon.js" data-key="${publicKey}" data-user="…"></script>`;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Makes a key for pages of some origins, then shows the line that these need. */
export function NewBrowserKeyDialog({
  project,
  open,
  onClose,
}: {
  project: string;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTexts(browserKeyTexts);
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const create = useChange(project, changes.createBrowserKey, 'browser-keys');
  const origins = linesOf(text);
  const wrong = origins.find((line) => originPattern(line) === undefined);
  const close = () => {
    onClose();
    create.reset();
    setName('');
    setText('');
    setSubmitted(false);
  };
  const submit = () => {
    setSubmitted(true);
    if (name.trim() !== '' && origins.length > 0 && wrong === undefined && !create.isPending)
      create.mutate({ name: name.trim(), origins });
  };
  if (create.data) {
    return (
      <Dialog
        open={open}
        onClose={close}
        title={t('made')}
        description={t('madeHint')}
        actions={
          <Button variant="primary" onClick={close}>
            {t('done')}
          </Button>
        }
      >
        <CodeBlock code={scriptTag(create.data.publicKey)} label={t('script')} />
      </Dialog>
    );
  }
  return (
    <KeyDialog
      open={open}
      onClose={close}
      title={t('newKey')}
      action={t('create')}
      name={{ label: t('name'), placeholder: t('namePlaceholder'), value: name, set: setName }}
      ready={name.trim() !== '' && origins.length > 0}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
    >
      <Field
        label={t('origins')}
        hint={t('originsHint')}
        error={submitted && wrong !== undefined ? t('originsWrong', { origin: wrong }) : undefined}
      >
        {(ids) => (
          <TextArea
            {...ids}
            rows={3}
            value={text}
            placeholder="https://shop.example.com"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </KeyDialog>
  );
}
