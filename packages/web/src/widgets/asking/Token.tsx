import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../../components/cx.ts';

interface TokenProps {
  /** A picker whose trigger is the token's name. */
  children: ReactNode;
  removeLabel: string;
  onRemove: () => void;
}

/** Something that is asked for: a click changes it, the cross removes it. */
export const Token = ({ children, removeLabel, onRemove }: TokenProps) => (
  <span className="inline-flex h-8 max-w-full items-center rounded-md border bg-raised">
    {children}
    <button
      type="button"
      onClick={onRemove}
      aria-label={removeLabel}
      className="me-1 rounded p-1 text-muted hover:bg-hover hover:text-ink"
    >
      <X className="size-3.5" aria-hidden />
    </button>
  </span>
);

/** The name in a token. */
export const TokenName = ({ className, ...rest }: ComponentProps<'button'>) => (
  <button
    type="button"
    className={cx(
      'h-full min-w-0 truncate rounded-s-md ps-2.5 pe-1 font-medium hover:text-accent',
      className,
    )}
    {...rest}
  />
);

/** Adds another one. */
export const AddToken = ({ className, ...rest }: ComponentProps<'button'>) => (
  <button
    type="button"
    className={cx(
      'inline-flex h-8 items-center gap-1 rounded-md border border-line-strong border-dashed px-2.5 text-soft hover:bg-hover hover:text-ink data-[state=open]:bg-pressed',
      className,
    )}
    {...rest}
  />
);
