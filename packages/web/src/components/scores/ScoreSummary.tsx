import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { type NamedScores, yesShare } from './score-summary.ts';
import { scoreTexts } from './texts.ts';

const MOST_LABELS = 3;

/** What scores say together, name by name: an average, a share of yes, or the labels most often given. */
export function ScoreSummary({ names }: { names: readonly NamedScores[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 py-2">
      {names.map((each) => (
        <div key={each.name} className="max-w-full min-w-0">
          <dt className="truncate text-xs text-muted" dir="auto">
            {each.name}
          </dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            <Said scores={each} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Said({ scores }: { scores: NamedScores }) {
  const t = useTexts(scoreTexts);
  const format = useFormat();
  const { numbers, labels, count } = scores;
  const share = yesShare(scores);
  const figure = (text: string, about: string) => (
    <>
      <span className="figures font-semibold">{text}</span>
      <span className="text-xs text-muted">{about}</span>
    </>
  );
  if (share !== undefined) return figure(format.percent(share), t('share', { count: format.count(count) }));
  if (numbers) {
    return figure(
      format.unit(numbers.average, 'number'),
      t('average', { count: format.count(numbers.count) }),
    );
  }
  if (labels.length === 0) return figure(format.count(count), '');
  return (
    <>
      {labels.slice(0, MOST_LABELS).map(({ label, count: times }) => (
        <span key={label} className="flex min-w-0 items-baseline gap-1">
          <span className="max-w-32 truncate font-semibold" dir="auto" title={label}>
            {label}
          </span>
          <span className="figures text-xs text-muted">{format.count(times)}</span>
        </span>
      ))}
      {labels.length > MOST_LABELS && (
        <span className="text-xs text-muted">+{labels.length - MOST_LABELS}</span>
      )}
    </>
  );
}
