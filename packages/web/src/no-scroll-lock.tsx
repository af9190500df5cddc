import type { ElementType, ReactNode } from 'react';

interface RemoveScrollProps {
  as?: ElementType;
  children: ReactNode;
}

/**
 * Stands in for `react-remove-scroll` below the dialogs (see vite.config.ts). The original writes a style element
 * into the page, which the content security policy refuses; nothing needs locking, for the body never scrolls.
 */
export const RemoveScroll = ({ as: As = 'div', children }: RemoveScrollProps) => <As>{children}</As>;
