import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';

interface KeyDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What the button that makes it says. */
  action: string;
  name: { label: string; placeholder: string; value: string; set: (name: string) => void };
  ready: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  /** What a key of this kind needs beside a name. */
  children: ReactNode;
}

/** Asks for a new key. */
export function KeyDialog(props: KeyDialogProps) {
  const { open, onClose, title, action, name, ready, busy, error, onSubmit, children } = props;
  const c = useTexts(common);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!ready} onClick={onSubmit}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Field label={name.label}>
          {(ids) => (
            <Input
              {...ids}
              value={name.value}
              maxLength={80}
              placeholder={name.placeholder}
              onChange={(event) => name.set(event.target.value)}
            />
          )}
        </Field>
        {children}
        <ErrorLine error={error} />
      </form>
    </Dialog>
  );
}
