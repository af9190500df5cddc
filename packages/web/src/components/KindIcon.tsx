import type { SpanKind } from '@pharos/core/span';
import type { ReactNode } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';

interface KindLook {
  /** A CSS colour; the same in tree, waterfall, graph and list. */
  color: string;
  /** Drawn in a box of 12 × 12 with `currentColor`. */
  shape: ReactNode;
}

const outline = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 } as const;
const stroke = { ...outline, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

const KINDS: Record<SpanKind, KindLook> = {
  agent: { color: 'var(--series-7)', shape: <path d="M6 .4 11.6 6 6 11.6.4 6z" /> },
  llm: { color: 'var(--series-1)', shape: <circle cx="6" cy="6" r="5" /> },
  tool: { color: 'var(--series-2)', shape: <rect x="1.4" y="1.4" width="9.2" height="9.2" rx="1" /> },
  retriever: { color: 'var(--series-4)', shape: <path d="M6 1 11.4 10.8H.6z" /> },
  embedding: { color: 'var(--series-9)', shape: <path {...outline} d="M6 1 10.4 3.5v5L6 11 1.6 8.5v-5z" /> },
  reranker: { color: 'var(--series-8)', shape: <path {...stroke} d="M1.5 2.5h9M1.5 6h6M1.5 9.5h3.5" /> },
  guardrail: { color: 'var(--series-5)', shape: <path {...stroke} d="M1.6 6.6 4.7 9.6 10.4 2.6" /> },
  evaluator: {
    color: 'var(--series-6)',
    shape: <path d="m6 .5 1.7 3.6 3.9.5-2.9 2.7.8 3.9L6 9.3l-3.5 1.9.8-3.9L.4 4.6l3.9-.5z" />,
  },
  chain: { color: 'var(--series-10)', shape: <path {...outline} d="M6 1.2 10.8 6 6 10.8 1.2 6z" /> },
  span: { color: 'var(--series-10)', shape: <path {...stroke} d="M2.5 6h7" /> },
  event: { color: 'var(--series-10)', shape: <circle cx="6" cy="6" r="2.2" /> },
};

/** The colour of a span kind. */
export const kindColor = (kind: SpanKind): string => KINDS[kind].color;

interface KindIconProps {
  kind: SpanKind;
  /** In the colour of the text around it, as where an error colours the row. */
  plain?: boolean;
  className?: string;
}

/** A span kind as one shape in one hue. */
export function KindIcon({ kind, plain, className }: KindIconProps) {
  const t = useTexts(common);
  const { color, shape } = KINDS[kind];
  return (
    <svg
      role="img"
      viewBox="0 0 12 12"
      width="12"
      height="12"
      fill="currentColor"
      className={cx('size-3 shrink-0', className)}
      style={plain ? undefined : { color }}
    >
      <title>{t(kind)}</title>
      {shape}
    </svg>
  );
}
