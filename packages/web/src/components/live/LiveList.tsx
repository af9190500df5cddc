import type { TopicView } from '@pharos/core/live/view';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { Panel } from '../Panel.tsx';
import { SkeletonRows } from '../Skeleton.tsx';
import { liveWords } from './texts.ts';

interface LiveListProps<Item> {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** Undefined as long as it is not known. */
  topic: TopicView<Item> | undefined;
  /** Said where there is none. */
  none: string;
  className?: string;
  /** The items in order; each makes an `li`. */
  children: (items: ReadonlyMap<string, Item>) => readonly ReactNode[];
}

/** A list that stays as high as it is, whatever comes and goes in it. */
export function LiveList<Item>({
  title,
  note,
  actions,
  topic,
  none,
  className,
  children,
}: LiveListProps<Item>) {
  const t = useTexts(liveWords);
  const format = useFormat();
  const rows = topic && children(topic.items);
  const beyond = topic ? topic.total - topic.items.size : 0;
  return (
    <Panel
      title={title}
      note={topic?.stale ? t('stale') : note}
      actions={actions}
      className={cx('h-80 min-h-0 border-t pt-2 xl:h-auto', className)}
    >
      {rows === undefined ? (
        <SkeletonRows rows={6} />
      ) : rows.length === 0 ? (
        <p className="py-2 text-sm text-muted">{none}</p>
      ) : (
        <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
          <ul aria-label={title} className="divide-y">
            {rows}
          </ul>
          {beyond > 0 && (
            <p className="py-1.5 text-xs text-muted">{t('more', { count: format.count(beyond) })}</p>
          )}
        </div>
      )}
    </Panel>
  );
}

/** How a row looks that leads somewhere. It slides in when it is new. */
export const ROW =
  'flex min-w-0 items-center gap-2 text-sm hover:bg-hover animate-slide-in motion-reduce:animate-none';
