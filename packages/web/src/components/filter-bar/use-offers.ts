import { EVENT_FILTER_FIELDS } from '@pharos/core/api/funnels';
import { KEY_PREFIXES, keyOf } from '@pharos/core/fields';
import { formatField } from '@pharos/core/filter-text';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { suggestQuery } from '../../api/telemetry.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { askOf, fieldsFor, withValue } from './edit.ts';
import { filterTexts } from './texts.ts';

export interface Offer {
  key: string;
  label: string;
  /** How often a value occurs, what a field means. */
  about: string;
  /** The draft once it is chosen. */
  draft: string;
  /** The condition is complete then. */
  done: boolean;
  /** Takes what was typed as it is, before whatever is offered under the title. */
  free?: boolean;
}

export interface Offers {
  title: string;
  list: Offer[];
  note: string | undefined;
}

const MOST = 40;

interface Offering {
  range: { from: string; to: string };
  /** Conditions are on events of this name, in place of spans. */
  event: string | undefined;
  enabled: boolean;
}

/** What could come next in a draft: fields by name, or the values that were seen of one. */
export function useOffers(draft: string, { range, event, enabled }: Offering): Offers {
  const t = useTexts(filterTexts);
  const format = useFormat();
  const project = useProject();
  const ask = askOf(draft);
  const values = ask.type === 'values' ? ask : undefined;
  const prefix =
    ask.type === 'fields' ? KEY_PREFIXES.find((each) => ask.text.toLowerCase().startsWith(each)) : undefined;
  const fixed = values?.field.values;
  const text = useDeferredValue(ask.text.slice(prefix?.length ?? 0));
  const query = useQuery({
    ...suggestQuery(project, values?.field.name ?? prefix ?? '', text, range, event),
    enabled:
      enabled && (prefix !== undefined || (values !== undefined && !fixed && askable(values.field.type))),
  });
  if (prefix) {
    const list = (query.data ?? []).slice(0, MOST).map(({ value, count }) => ({
      key: value,
      label: `${prefix}${value}`,
      about: format.compact(count),
      draft: `${ask.before}${formatField(prefix + value)}:`,
      done: false,
    }));
    return { title: t('fields'), list, note: undefined };
  }
  if (values) {
    const wanted = values.text.toLowerCase();
    const seen = fixed
      ? fixed.filter((value) => value.includes(wanted)).map((value) => ({ value, about: '' }))
      : (query.data ?? []).map(({ value, count }) => ({ value, about: format.compact(count) }));
    return {
      title: t('values', { field: values.field.name }),
      list: seen.slice(0, MOST).map(({ value, about }) => ({
        key: value,
        label: value,
        about,
        draft: withValue(values.before, value),
        done: true,
      })),
      note:
        seen.length === 0 && !query.isFetching
          ? keyOf(values.field.name)?.prefix === 'score.'
            ? EXAMPLES.score
            : askable(values.field.type)
              ? t('noValues')
              : EXAMPLES[values.field.type]
          : undefined,
    };
  }
  const free =
    ask.text.trim() === '' || event !== undefined
      ? []
      : [
          {
            key: ' free',
            label: t('searchFor', { text: draft.trim() }),
            about: '↵',
            draft,
            done: true,
            free: true,
          },
        ];
  const isOffered = (name: string) =>
    event === undefined || EVENT_FILTER_FIELDS.some((each) => each === name);
  const named = fieldsFor(ask.text, (name) => t(name as 'model')).filter(({ name }) => isOffered(name));
  const fields = named.map(({ name, about }) => ({
    key: name,
    label: name,
    about: about === name ? '' : about,
    draft: `${ask.before}${name}:`,
    done: false,
  }));
  const prefixes = KEY_PREFIXES.filter((each) => event === undefined || each === 'attr.');
  const keyed = prefixes
    .filter((each) => each.startsWith(ask.text.toLowerCase()))
    .map((each) => ({
      key: each,
      label: `${each}…`,
      about: t(event !== undefined ? 'property' : each === 'attr.' ? 'attr' : 'scoreOf'),
      draft: `${ask.before}${each}`,
      done: false,
    }));
  return {
    title: t('fields'),
    list: event === undefined ? [...free, ...fields, ...keyed] : [...keyed, ...fields],
    note: draft === '' ? t(event === undefined ? 'examples' : 'eventExamples') : undefined,
  };
}

/** Values of these are few enough to be offered. */
const askable = (type: string) => type === 'text' || type === 'tags' || type === 'enum';
const EXAMPLES: Partial<Record<string, string>> = {
  duration: '>2s  <=250ms  >1.5m',
  money: '>0.01',
  number: '>500  >=1.5k',
  score: '>0.5  <=0.2',
};
