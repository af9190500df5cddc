import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

interface PopoverProps {
  /** One button. */
  trigger: ReactElement;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  className?: string;
  /** Accessible name of the panel. */
  label: string;
}

/** The look of everything that floats. */
export const FLOATING =
  'z-40 animate-fade-in rounded-lg border border-line bg-raised text-ink shadow-float outline-none';

/** A panel that opens from its trigger, closes with Esc or a click elsewhere. */
export function Popover({
  trigger,
  children,
  open,
  onOpenChange,
  align = 'start',
  className,
  label,
}: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          aria-label={label}
          className={cx(
            FLOATING,
            'max-h-[min(32rem,var(--radix-popover-content-available-height))] overflow-auto p-3',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Closes the popover that it is in. */
export const PopoverClose = Radix.Close;
