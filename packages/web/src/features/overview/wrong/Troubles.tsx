import { Link } from '@tanstack/react-router';
import { PartError } from '../../../components/ErrorState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { AllLink } from '../AllLink.tsx';
import type { Look, Trouble } from './look.ts';
import { wrongTexts } from './texts.ts';

/** What is not well of one kind, the worst first, and where the rest is. */
export function Troubles({ look }: { look: Look }) {
  const t = useTexts(wrongTexts);
  const format = useFormat();
  const { title, rows, troubles, more = false, attention, error, onRetry } = look;
  const count = troubles && `${format.count(troubles.length)}${more ? '+' : ''}`;
  return (
    <Panel
      title={title}
      actions={
        count && (
          <AllLink of={title} link={attention}>
            {t('all', { total: count })}
          </AllLink>
        )
      }
    >
      {troubles === undefined ? (
        <PartError error={error} onRetry={onRetry} />
      ) : (
        <ul aria-label={title} className="divide-y border-t">
          {troubles.slice(0, rows).map((trouble) => (
            <Row key={trouble.key} trouble={trouble} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Where there is little room, the note falls off the line whole. */
const Row = ({ trouble: { mark, title, note, since, link } }: { trouble: Trouble }) => (
  <li>
    <Link {...link} className="flex min-h-8 items-center gap-3 py-1 text-sm hover:bg-hover">
      <span className="w-20 shrink-0">{mark}</span>
      <span className="min-w-0 flex-1 sm:flex sm:h-5 sm:flex-wrap sm:items-baseline sm:gap-x-2 sm:overflow-hidden">
        <span title={title} className="block max-w-full truncate font-medium">
          {title}
        </span>
        <span title={note} className="block truncate text-xs text-muted sm:flex-1 sm:basis-20">
          {note}
        </span>
      </span>
      {since !== null && (
        <span className="shrink-0 text-xs text-muted">
          <When at={since} />
        </span>
      )}
    </Link>
  </li>
);
