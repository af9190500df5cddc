import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'quietDanger';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent font-medium',
  secondary: 'bg-raised text-ink border-line hover:bg-hover hover:border-line-strong',
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-ink',
  quietDanger: 'border-transparent text-bad hover:bg-bad-soft',
  danger: 'bg-raised border-line text-bad hover:bg-bad-soft hover:border-bad',
};

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  /** Shows that its action is under way; it cannot be pressed again. */
  busy?: boolean;
}

const SHAPE =
  'inline-flex items-center justify-center gap-1.5 rounded-md border whitespace-nowrap transition-colors ' +
  'disabled:opacity-50 disabled:cursor-not-allowed data-[state=open]:bg-pressed';

export function Button({ variant = 'secondary', busy = false, className, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cx(SHAPE, 'h-8 px-3 text-sm', VARIANTS[variant], className)}
      {...rest}
    />
  );
}

interface IconButtonProps extends ButtonProps {
  /** What it does: read out, and shown on hover. */
  label: string;
  /** Keys that do the same, shown beside the label. */
  keys?: string;
  children: ReactNode;
}

/** A square button with an icon; its label is its accessible name and its tooltip. */
export function IconButton({
  label,
  keys,
  variant = 'quiet',
  busy = false,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-busy={busy || undefined}
        className={cx(SHAPE, 'size-8 shrink-0', VARIANTS[variant], className)}
        {...rest}
      />
    </Tooltip>
  );
}
