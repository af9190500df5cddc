import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';

interface NameDialogProps {
  title: string;
  label: string;
  value: string;
  onName: (name: string) => void;
  onClose: () => void;
}

/** Asks for a name. */
export function NameDialog({ title, label, value, onName, onClose }: NameDialogProps) {
  const c = useTexts(common);
  const [name, setName] = useState(value);
  const submit = () => {
    if (name.trim() === '') return;
    onName(name.trim());
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" disabled={name.trim() === ''} onClick={submit}>
            {c('save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={label}>
          {(ids) => (
            <Input {...ids} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
