import { ChevronDown } from 'lucide-react';
import { cx } from '../components/cx.ts';
import { useFormat } from '../format/use-format.ts';

interface HeadingWidgetProps {
  title: string;
  folded: boolean;
  /** How many widgets fold with it. */
  count: number;
  onFold: () => void;
}

/** Begins a row; a click folds it. */
export function HeadingWidget({ title, folded, count, onFold }: HeadingWidgetProps) {
  const format = useFormat();
  return (
    <h2 className="h-full border-b">
      <button
        type="button"
        aria-expanded={!folded}
        onClick={onFold}
        className="group flex h-full w-full items-center gap-1.5 text-start text-sm font-semibold"
      >
        <ChevronDown
          aria-hidden
          className={cx(
            'size-4 shrink-0 text-muted transition-transform group-hover:text-ink',
            folded && '-rotate-90',
          )}
        />
        <span className="min-w-0 truncate">{title}</span>
        {folded && count > 0 && (
          <span className="figures text-xs font-normal text-muted">{format.count(count)}</span>
        )}
      </button>
    </h2>
  );
}
