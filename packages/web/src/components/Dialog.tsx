import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, right-aligned. */
  actions?: ReactNode;
  wide?: boolean;
}

/** A question or a short form that has to be settled before going on. */
export function Dialog({ open, onClose, title, description, children, actions, wide }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cx(
            'fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-fade-in flex-col rounded-xl border border-line bg-raised shadow-float outline-none',
            wide ? 'max-w-2xl' : 'max-w-md',
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description asChild>
                  <div className="mt-1 text-sm text-muted">{description}</div>
                </Radix.Description>
              )}
            </div>
            <CloseButton onClick={onClose} />
          </div>
          {children && <div className="scroll-thin min-h-0 overflow-auto px-5 pt-4 pb-1">{children}</div>}
          {actions ? (
            <div className="flex justify-end gap-2 px-5 pt-3 pb-4">{actions}</div>
          ) : (
            <div className="pb-4" />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Into the form, if there is one; else onto the dialog itself rather than its close button. */
function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  (content.querySelector<HTMLElement>('input:not([hidden]), select, textarea') ?? content).focus();
}

function CloseButton({ onClick }: { onClick: () => void }) {
  const t = useTexts(common);
  return (
    <IconButton label={t('close')} keys="Escape" onClick={onClick} className="-mr-2">
      <X className="size-4" aria-hidden />
    </IconButton>
  );
}

interface DrawerProps {
  open: boolean;
  onClose: () => void;
  title: string;
  side?: 'left' | 'right';
  children: ReactNode;
  className?: string;
}

/** A panel from the edge over the page: the navigation on a phone, a filter sheet. */
export const Drawer = ({ open, onClose, title, side = 'right', children, className }: DrawerProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
      <Radix.Content
        aria-describedby={undefined}
        className={cx(
          'fixed inset-y-0 z-40 w-[min(20rem,88vw)] animate-fade-in overflow-auto bg-surface shadow-float outline-none',
          side === 'left' ? 'left-0' : 'right-0',
          className,
        )}
      >
        <Radix.Title className="sr-only">{title}</Radix.Title>
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
