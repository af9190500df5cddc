import type { Json } from '@pharos/core/content';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { LongText } from './LongText.tsx';
import { contentTexts } from './texts.ts';

const CHUNK = 100;
/** Nesting that is open at first. */
const OPEN_DEPTH = 2;
/** A branch larger than this starts closed. */
const OPEN_SIZE = 20;

type Branch = Json[] | { [key: string]: Json };
const isBranch = (value: Json): value is Branch => typeof value === 'object' && value !== null;

/** JSON written as a string inside JSON, as tool results often are; undefined when it is just a text. */
function unwrapped(value: Json): Branch | undefined {
  if (typeof value !== 'string' || value.length > 200_000 || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const inner = JSON.parse(value) as Json;
    return isBranch(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}

function Leaf({ value }: { value: Exclude<Json, Branch> }) {
  if (typeof value === 'string') return <LongText text={value} className="max-w-full" />;
  return (
    <span className={value === null ? 'text-muted' : 'figures font-mono text-xs text-soft'}>
      {String(value)}
    </span>
  );
}

interface NodeProps {
  name: string | undefined;
  value: Json;
  depth: number;
}

function Node({ name, value, depth }: NodeProps) {
  const branch = isBranch(value) ? value : unwrapped(value);
  const label = name !== undefined && <span className="shrink-0 text-muted">{name}</span>;
  if (branch === undefined) {
    return (
      <div className="flex items-baseline gap-2 py-px ps-4">
        {label}
        <Leaf value={value as Exclude<Json, Branch>} />
      </div>
    );
  }
  return <BranchNode label={label} branch={branch} depth={depth} />;
}

function BranchNode({ label, branch, depth }: { label: React.ReactNode; branch: Branch; depth: number }) {
  const t = useTexts(contentTexts);
  const entries = Array.isArray(branch)
    ? branch.map((item, index): [string, Json] => [String(index), item])
    : Object.entries(branch);
  const [open, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= OPEN_SIZE);
  const [shown, setShown] = useState(CHUNK);
  const size = t(Array.isArray(branch) ? 'items' : 'fields', { count: entries.length });
  if (entries.length === 0) {
    return (
      <div className="flex items-baseline gap-2 py-px ps-4">
        {label}
        <span className="font-mono text-xs text-muted">{Array.isArray(branch) ? '[]' : '{}'}</span>
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-0.5 rounded py-px text-start hover:bg-hover"
      >
        <ChevronRight
          className={cx('size-3.5 shrink-0 text-muted transition-transform', open && 'rotate-90')}
          aria-hidden
        />
        {label}
        <span className={cx('text-xs text-muted', label && 'ps-1.5')}>{size}</span>
      </button>
      {open && (
        <div className="ms-1.5 border-s ps-1.5">
          {entries.slice(0, shown).map(([key, item]) => (
            <Node key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button
              type="button"
              onClick={() => setShown(shown + CHUNK)}
              className="ps-4 text-xs text-accent hover:underline"
            >
              {t('showMore', { count: Math.min(CHUNK, entries.length - shown) })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Any recorded JSON as a tree that is built only as far as it is opened. */
export const JsonTree = ({ value }: { value: Json }) => (
  <div dir="ltr" className="min-w-0 text-sm [overflow-wrap:anywhere]">
    {isBranch(value) || unwrapped(value) ? (
      <Node name={undefined} value={value} depth={0} />
    ) : (
      <Leaf value={value as Exclude<Json, Branch>} />
    )}
  </div>
);
