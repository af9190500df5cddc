import type { Json } from '@pharos/core/content';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { glimpse } from './glimpse.ts';
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

const sizeOf = (branch: Branch): number =>
  Array.isArray(branch) ? branch.length : Object.keys(branch).length;

function Leaf({ value }: { value: Exclude<Json, Branch> }) {
  if (typeof value === 'string') return <LongText text={value} className="max-w-full" />;
  return (
    <span className={value === null ? 'text-muted' : 'figures font-mono text-xs text-soft'}>
      {String(value)}
    </span>
  );
}

interface NodeProps {
  name: string;
  value: Json;
  depth: number;
  /** Something beside it can be folded: names stand in line. */
  inset: boolean;
}

function Node({ name, value, depth, inset }: NodeProps) {
  const branch = isBranch(value) ? value : unwrapped(value);
  if (branch && sizeOf(branch) > 0) {
    return <BranchNode name={name} branch={branch} depth={depth} />;
  }
  return (
    <div className={cx('flex flex-wrap items-baseline gap-x-2 py-px', inset && 'ps-4')}>
      <span className="max-w-full shrink-0 text-muted">{name}</span>
      {/* Beside its name while it has room to be read, else below. */}
      <div className="min-w-[min(8rem,100%)] flex-1">
        {branch ? <Empty branch={branch} /> : <Leaf value={value as Exclude<Json, Branch>} />}
      </div>
    </div>
  );
}

const Empty = ({ branch }: { branch: Branch }) => (
  <span className="font-mono text-xs text-muted">{Array.isArray(branch) ? '[]' : '{}'}</span>
);

function BranchNode({ name, branch, depth }: { name: string; branch: Branch; depth: number }) {
  const t = useTexts(contentTexts);
  const count = sizeOf(branch);
  const [open, setOpen] = useState(depth < OPEN_DEPTH && count <= OPEN_SIZE);
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex max-w-full items-baseline gap-1.5 rounded py-px text-start hover:bg-hover"
      >
        <ChevronRight
          className={cx(
            '-me-1 size-3.5 shrink-0 self-center text-muted transition-transform',
            open && 'rotate-90',
          )}
          aria-hidden
        />
        <span className="shrink-0 text-muted">{name}</span>
        <span className="shrink-0 text-xs text-muted">
          {t(Array.isArray(branch) ? 'items' : 'fields', { count })}
        </span>
        {!open && <span className="min-w-0 truncate ps-1 text-xs text-soft">{glimpse(branch)}</span>}
      </button>
      {open && (
        <div className="ms-1.5 border-s ps-1.5">
          <Entries branch={branch} depth={depth + 1} />
        </div>
      )}
    </div>
  );
}

/** What is in a branch, as far as it is opened. */
function Entries({ branch, depth }: { branch: Branch; depth: number }) {
  const t = useTexts(contentTexts);
  const [shown, setShown] = useState(CHUNK);
  const entries = Object.entries<Json>(branch as { [key: string]: Json });
  const inset = entries.slice(0, shown).some(([, item]) => isBranch(item) || unwrapped(item));
  return (
    <>
      {entries.slice(0, shown).map(([key, item]) => (
        <Node key={key} name={key} value={item} depth={depth} inset={inset} />
      ))}
      {entries.length > shown && (
        <button
          type="button"
          onClick={() => setShown(shown + CHUNK)}
          className={cx('text-xs text-accent hover:underline', inset && 'ps-4')}
        >
          {t('showMore', { count: Math.min(CHUNK, entries.length - shown) })}
        </button>
      )}
    </>
  );
}

/** Any recorded JSON as a tree that is built only as far as it is opened. What is inside stands there at once. */
export function JsonTree({ value }: { value: Json }) {
  const branch = isBranch(value) ? value : unwrapped(value);
  return (
    <div dir="ltr" className="min-w-0 text-sm [overflow-wrap:anywhere]">
      {branch === undefined ? (
        <Leaf value={value as Exclude<Json, Branch>} />
      ) : sizeOf(branch) === 0 ? (
        <Empty branch={branch} />
      ) : (
        <Entries branch={branch} depth={1} />
      )}
    </div>
  );
}
