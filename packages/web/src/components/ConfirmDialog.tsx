import { type ReactNode, useState } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorLine } from './ErrorState.tsx';
import { Field, Input } from './Input.tsx';

interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will be lost, and what not. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  /** Has to be typed first, for what cannot be undone and hits others. */
  typed?: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
}

/** Asks once more before something is destroyed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, children, action, typed, busy, error, onConfirm } = props;
  const t = useTexts(common);
  const [text, setText] = useState('');
  const close = () => {
    setText('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      description={children}
      actions={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button
            variant="danger"
            busy={busy}
            disabled={typed !== undefined && text.trim() !== typed}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </>
      }
    >
      {typed !== undefined && (
        <Field label={t('typeToConfirm', { text: typed })}>
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      <ErrorLine error={error} />
    </Dialog>
  );
}
