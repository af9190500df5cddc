import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';

interface FormDialogProps {
  title: string;
  description?: string;
  /** What saving is called, where it is not that. */
  action?: string;
  busy: boolean;
  error: unknown;
  submit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form that is saved or left. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, action, busy, error, submit, onClose, children } = props;
  const c = useTexts(common);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={submit}>
            {action ?? c('save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        <button type="submit" hidden />
        <ErrorLine error={error} />
      </form>
    </Dialog>
  );
}
