import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** Something that is not well, in a row that opens it. */
export interface Trouble {
  key: string;
  /** How bad, as shape and word. */
  mark: ReactNode;
  title: string;
  /** Why, or who sees to it. */
  note: string;
  /** ISO 8601. */
  since: string | null;
  link: LinkProps;
}

/** What was found of one kind of thing, the worst first. */
export interface Look {
  title: string;
  /** So many of them are shown. */
  rows: number;
  /** Undefined as long as it is not known. */
  troubles: readonly Trouble[] | undefined;
  /** There are others, which are not known. */
  more?: boolean;
  /** What was looked at and is well; undefined where there is no such thing. */
  well: string | undefined;
  /** Where all such things are. */
  list: LinkProps;
  /** Where those are that are not well. */
  attention: LinkProps;
  error: unknown;
  onRetry: () => void;
}
