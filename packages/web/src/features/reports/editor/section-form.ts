import type { LocalText } from '@pharos/core/local-text';
import { type Section, type SectionInput, sectionSchema } from '@pharos/core/reports/section';

export type SectionKind = Section['kind'];

/** What is typed of each kind of section, in the order in which it is asked. */
export const SECTION_FIELDS = {
  figures: ['metrics', 'filter'],
  chart: ['metrics', 'dimension', 'mark', 'limit', 'filter'],
  table: ['metrics', 'dimension', 'limit', 'filter'],
  movers: ['metric', 'dimension', 'limit', 'filter'],
  errors: ['limit', 'filter'],
  incidents: ['limit'],
  forecast: ['metric', 'filter'],
  text: ['text'],
} as const satisfies Record<SectionKind, readonly string[]>;
export type SectionField = (typeof SECTION_FIELDS)[SectionKind][number];
export const SECTION_KINDS = Object.keys(SECTION_FIELDS) as SectionKind[];

/** As many as a kind of section may tell of. */
export const MOST_METRICS = { figures: 12, chart: 4, table: 6 } as const;
export const MOST_ROWS: Partial<Record<SectionKind, number>> = {
  ...{ chart: 10, table: 50, movers: 20, errors: 50, incidents: 50 },
};

/** What a section begins with. */
const BEGUN: Record<SectionKind, SectionInput> = {
  figures: { kind: 'figures', metrics: ['requests', 'successRate', 'cost'] },
  chart: { kind: 'chart', metrics: ['requests'] },
  table: { kind: 'table', metrics: ['cost', 'requests'], dimension: 'model' },
  movers: { kind: 'movers', metric: 'cost', by: 'model' },
  errors: { kind: 'errors' },
  incidents: { kind: 'incidents' },
  forecast: { kind: 'forecast', metric: 'cost' },
  text: { kind: 'text', text: '' },
};

/** A section as it is typed: all that any kind of it has. */
export interface SectionForm {
  /** Tells it from the others of a report while they are moved. */
  key: number;
  kind: SectionKind;
  title: LocalText;
  filter: string;
  metrics: readonly string[];
  /** Of movers: cost or tokens. */
  metric: 'cost' | 'tokens';
  /** '' for none. */
  dimension: string;
  mark: 'line' | 'stacked' | 'bars';
  limit: string;
  text: LocalText;
}

const EMPTY: Omit<SectionForm, 'key' | 'kind'> = {
  ...{ title: '', filter: '', metrics: [], metric: 'cost', dimension: '', mark: 'line', limit: '', text: '' },
};

function formOf(section: Section, key: number): SectionForm {
  const {
    by = '',
    dimension = by,
    limit = '',
    ...rest
  } = section as Section & {
    by?: string;
    dimension?: string | null;
    limit?: number;
  };
  return { ...EMPTY, ...rest, key, dimension: dimension ?? '', limit: String(limit) };
}

export const sectionForms = (sections: readonly SectionInput[]): SectionForm[] =>
  sections.map((section, key) => formOf(sectionSchema.parse(section), key));

/** With a new section of a kind at the end. */
export const withNew = (sections: readonly SectionForm[], kind: SectionKind): SectionForm[] => [
  ...sections,
  formOf(sectionSchema.parse(BEGUN[kind]), 1 + Math.max(-1, ...sections.map(({ key }) => key))),
];

/** With the section at a place where the one at another was. */
export function moved(sections: readonly SectionForm[], from: number, to: number): SectionForm[] {
  const section = sections[from];
  const others = sections.filter((_, at) => at !== from);
  return section ? others.toSpliced(to, 0, section) : [...sections];
}

/** Where the API finds a field wrong. */
export const pathOf = ({ kind }: SectionForm, field: SectionField): string =>
  field === 'dimension' && kind === 'movers' ? 'by' : field;

/** A section as the API takes it, or as near to one as what was typed is. */
export function typedSection(form: SectionForm): object {
  const { kind, title, dimension, limit } = form;
  const value: Record<SectionField, unknown> = {
    ...form,
    dimension: kind === 'chart' && dimension === '' ? null : dimension,
    limit: limit.trim() === '' ? undefined : Number(limit),
  };
  const fields = SECTION_FIELDS[kind].map((field) => [pathOf(form, field), value[field]]);
  return { kind, title, ...Object.fromEntries(fields) };
}
